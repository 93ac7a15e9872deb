/** The part of WebAssembly's JavaScript interface that the trainer uses; Node has it, its types leave it to the DOM's. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  type Exports = Record<string, unknown>;
  class Module {
    constructor(binary: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports?: Record<string, Record<string, unknown>>);
    readonly exports: Exports;
  }
  function instantiate(binary: Uint8Array, imports?: Record<string, Record<string, unknown>>): Promise<{ instance: Instance }>;
  function validate(binary: Uint8Array): boolean;
}
