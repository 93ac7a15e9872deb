import { readSync } from 'node:fs';
import { Failure } from '../failure';

/** Read at once: most of a graph lies together, and what is large is passed over. */
const WINDOW = 2 ** 18;
/** Kinds of fields on the wire. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** A field of a message: its number, its kind and where its content lies. */
export interface WireField {
  readonly number: number;
  readonly wire: number;
  /** In the file; of a `varint` the value itself is `value`. */
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/**
 * Reads a file of Protocol Buffers message by message, without holding it: of what is large only the place is told. Every length
 * is held to the message that it lies in.
 */
export class ProtobufFile {
  private readonly window = Buffer.alloc(WINDOW);
  private from = 0;
  private held = 0;
  /** Bytes of texts and small lists that were taken so far. */
  private taken = 0;

  constructor(
    private readonly fd: number,
    private readonly size: number,
    private readonly most: number,
  ) {}

  /** The fields of the message between two places. */
  *fields(start = 0, end = this.size): Iterable<WireField> {
    let at = start;
    while (at < end) {
      const [tag, afterTag] = this.varint(at, end);
      const [number, wire] = [Math.floor(tag / 8), tag % 8];
      if (number === 0) throw damaged();
      if (wire === WIRE.varint) {
        const [value, after] = this.varint(afterTag, end);
        yield { number, wire, start: afterTag, end: after, value };
        at = after;
        continue;
      }
      const [length, begin] =
        wire === WIRE.bytes ? this.varint(afterTag, end) : [wire === WIRE.fixed64 ? 8 : wire === WIRE.fixed32 ? 4 : -1, afterTag];
      if (length < 0 || begin + length > end) throw damaged();
      yield { number, wire, start: begin, end: begin + length, value: 0 };
      at = begin + length;
    }
  }

  text(field: WireField): string {
    return this.bytes(field.start, this.counted(field.start, field.end)).toString('utf8');
  }

  float({ start }: WireField): number {
    return this.bytes(start, start + 4).readFloatLE();
  }

  /** A list of whole numbers, packed into one field or a field each. */
  integers(field: WireField): number[] {
    if (field.wire === WIRE.varint) return [field.value];
    const end = this.counted(field.start, field.end);
    const list: number[] = [];
    for (let at = field.start; at < end;) {
      const [value, after] = this.varint(at, end);
      list.push(value);
      at = after;
    }
    return list;
  }

  /** A list of float32, packed or not. */
  floats(field: WireField): number[] {
    const bytes = this.bytes(field.start, this.counted(field.start, field.end));
    return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(i * 4));
  }

  /** Bytes between two places, in memory of their own. */
  bytes(start: number, end: number): Buffer {
    const content = Buffer.alloc(end - start);
    let at = 0;
    while (at < content.length) {
      const read = readSync(this.fd, content, at, content.length - at, start + at);
      if (read === 0) throw damaged();
      at += read;
    }
    return content;
  }

  /** The end of what is taken into memory, if that is not too much. */
  private counted(start: number, end: number): number {
    this.taken += end - start;
    if (this.taken <= this.most) return end;
    throw new Failure(`Its graph is longer than ${Math.round(this.most / 2 ** 20)} MB.`, {
      reason: 'No model of today has one of that length.',
    });
  }

  /** A number and where it ends; of 64 bits with a sign. */
  private varint(start: number, end: number): [value: number, after: number] {
    let [value, factor] = [0, 1];
    for (let i = 0; i < 10; i++) {
      const at = start + i;
      if (at >= end) throw damaged();
      const byte = this.byte(at);
      // The tenth byte of a negative number: more bits than a double has.
      if (i === 9) return [Number(BigInt.asIntN(64, this.wide(start))), at + 1];
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return [value, at + 1];
      factor *= 128;
    }
    throw damaged();
  }

  private wide(start: number): bigint {
    let value = 0n;
    for (let i = 9; i >= 0; i--) value = value * 128n + BigInt(this.byte(start + i) & 0x7f);
    return value;
  }

  private byte(at: number): number {
    if (at < this.from || at >= this.from + this.held) {
      this.from = at;
      this.held = readSync(this.fd, this.window, 0, WINDOW, at);
      if (this.held === 0) throw damaged();
    }
    return this.window[at - this.from]!;
  }
}

const damaged = (): Failure =>
  new Failure('It is cut off or damaged, or no ONNX file at all.', { next: 'Export it again from where it comes from.' });
