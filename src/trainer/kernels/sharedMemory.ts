/** The largest memory that WebAssembly with 32-bit addresses can have, in pages of 64 KiB. */
const MOST_PAGES = 65536;
const MEMORY_SECTION = 5;
/** Limits of a memory: shared, with a maximum. */
const SHARED = 3;

/**
 * The same module with a memory that several threads can work on. Its code stays as it is; a program that knows of no
 * threads does not mind. As it was where it defines no memory, or one that is shared already.
 * (webassembly.github.io/threads/core/binary)
 */
export function withSharedMemory(module: Uint8Array): Uint8Array {
  for (let at = 8; at < module.length;) {
    const section = module[at]!;
    const [size, begin] = readUnsigned(module, at + 1);
    if (section === MEMORY_SECTION) {
      const flags = module[begin + 1]!;
      if (module[begin] !== 1 || flags === SHARED) return module;
      const [least, afterLeast] = readUnsigned(module, begin + 2);
      const most = flags === 1 ? readUnsigned(module, afterLeast)[0] : MOST_PAGES;
      const content = [1, SHARED, ...writeUnsigned(least), ...writeUnsigned(most)];
      return Buffer.concat([
        module.subarray(0, at),
        Uint8Array.from([section, ...writeUnsigned(content.length), ...content]),
        module.subarray(begin + size),
      ]);
    }
    at = begin + size;
  }
  return module;
}

/** A number as LEB128, and where it ends. */
function readUnsigned(bytes: Uint8Array, at: number): [value: number, end: number] {
  let [value, factor] = [0, 1];
  for (let i = at; ; i++) {
    const byte = bytes[i]!;
    value += (byte & 127) * factor;
    factor *= 128;
    if (byte < 128) return [value, i + 1];
  }
}

function writeUnsigned(value: number): number[] {
  const low = value % 128;
  const rest = Math.floor(value / 128);
  return rest > 0 ? [low | 128, ...writeUnsigned(rest)] : [low];
}
