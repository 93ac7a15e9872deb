import { PbfWriter } from 'pbf';

/**
 * TensorBoard's event files: a record is its length (64 bits), the checksum of that, the message, and the checksum of it
 * (`tensorflow/core/lib/io/record_writer.h`); a message is an Event (`tensorflow/core/util/event.proto`).
 */

/** A point of curves: values by tag, at a step. */
export interface Scalars {
  /** Seconds since 1970. */
  readonly time: number;
  readonly step: number;
  readonly values: { readonly [tag: string]: number };
}

/** The first record of a file. */
export const fileStart = (time: number): Uint8Array =>
  record((pbf) => {
    pbf.writeDoubleField(1, time);
    pbf.writeStringField(3, 'brain.Event:2');
  });

export const scalarsRecord = ({ time, step, values }: Scalars): Uint8Array =>
  record((pbf) => {
    pbf.writeDoubleField(1, time);
    pbf.writeVarintField(2, step);
    pbf.writeMessage(5, writeSummary, values);
  });

function writeSummary(values: Scalars['values'], pbf: PbfWriter): void {
  for (const [tag, value] of Object.entries(values)) pbf.writeMessage(1, writeValue, [tag, value] as const);
}

function writeValue([tag, value]: readonly [string, number], pbf: PbfWriter): void {
  pbf.writeStringField(1, tag);
  pbf.writeFloatField(2, value);
}

function record(write: (pbf: PbfWriter) => void): Uint8Array {
  const pbf = new PbfWriter();
  write(pbf);
  const message = pbf.finish();
  const file = new Uint8Array(12 + message.length + 4);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(message.length), true);
  view.setUint32(8, masked(file.subarray(0, 8)), true);
  file.set(message, 12);
  view.setUint32(12 + message.length, masked(message), true);
  return file;
}

/** CRC-32C (Castagnoli), rotated and with a constant added, as `tensorflow/core/lib/hash/crc32c.h` masks it. */
function masked(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
