import { gzipSync } from 'node:zlib';

/** A batch of CIFAR-10: rows of 3,072 bytes (all red, all green, all blue), and a label for each. */
export interface Batch {
  readonly data: Uint8Array;
  readonly labels: readonly number[];
}

/** The archive as its authors made it: batches in an order of their own, each pickled by Python 2 with numpy. */
export const makeCifar10 = (batches: { readonly [name: string]: Batch }): Buffer =>
  gzipSync(
    makeTar({
      ...Object.fromEntries(Object.entries(batches).map(([name, batch]) => [`cifar-10-batches-py/${name}`, pickled(batch)])),
      'cifar-10-batches-py/readme.html': Buffer.from('<p>CIFAR-10</p>\n'),
    }),
  );

/** As cPickle writes it in protocol 2: every value is remembered, lists come in thousands. */
export function pickled({ data, labels }: Batch): Buffer {
  let memo = 0;
  const put = (): Buffer => (memo < 255 ? Buffer.from([0x71, ++memo]) : Buffer.from([0x72, ++memo, 0, 0, 0]));
  const text = (value: string): Buffer => Buffer.concat([Buffer.from([0x55, value.length]), Buffer.from(value, 'latin1'), put()]);
  const global = (name: string): Buffer => Buffer.concat([Buffer.from(`c${name.replace(' ', '\n')}\n`), put()]);
  const number = (value: number): Buffer => (value < 256 ? Buffer.from([0x4b, value]) : Buffer.from([0x4d, value & 255, value >> 8]));
  const list = (items: readonly Buffer[]): Buffer => {
    const parts = [Buffer.from(']'), put()];
    for (let at = 0; at < items.length; at += 1000) parts.push(Buffer.from('('), ...items.slice(at, at + 1000), Buffer.from('e'));
    return Buffer.concat(parts);
  };
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  return Buffer.concat([
    Buffer.from('\x80\x02}', 'latin1'),
    put(),
    Buffer.from('('),
    text('batch_label'),
    text('training batch 1 of 5'),
    text('labels'),
    list(labels.map(number)),
    text('data'),
    global('numpy.core.multiarray _reconstruct'),
    global('numpy ndarray'),
    Buffer.from('K\0\x85', 'latin1'),
    put(),
    Buffer.from('U\x01b\x87', 'latin1'),
    put(),
    Buffer.from('R'),
    put(),
    Buffer.from('(K\x01', 'latin1'),
    number(labels.length),
    number(3072),
    Buffer.from('\x86', 'latin1'),
    put(),
    global('numpy dtype'),
    Buffer.from('U\x02u1K\0K\x01\x87', 'latin1'),
    put(),
    Buffer.from('R'),
    put(),
    Buffer.from('(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb\x89T', 'latin1'),
    length,
    data,
    Buffer.from('tb'),
    text('filenames'),
    list(labels.map((_, i) => text(`picture_s_${String(i).padStart(6, '0')}.png`))),
    Buffer.from('u.'),
  ]);
}

/** A ustar archive. */
export function makeTar(files: { readonly [name: string]: Uint8Array }): Buffer {
  const blocks = Object.entries(files).flatMap(([name, bytes]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        0', 148);
    header.write('ustar\x0000', 257);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, -48 + 32)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    header.write('0', 156);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
