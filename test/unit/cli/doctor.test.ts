import { expect, test } from 'vitest';
import { reportLines, type DoctorReport } from '../../../src/cli/doctor';

const report: DoctorReport = {
  layerwise: '1.0.0',
  node: 'v22.0.0',
  platform: 'linux x64',
  cpus: 1,
  memory: 8 * 2 ** 30,
  runtimes: [
    {
      name: 'tensorflow',
      available: true,
      label: 'TensorFlow 2.21.0 (CPU)',
      version: '2.21.0',
      device: 'CPU',
      source: "Python's TensorFlow 2.21.0 in /env",
      rejected: [{ what: 'Python in /usr/bin/python3', reason: 'It is too old:\n  2.4.' }],
      gpu: {
        device: 'H100',
        memory: 80 * 2 ** 30,
        driver: '550.54.15',
        libraries: [{ name: 'libcudart.so.12', found: '/env/libcudart.so.12' }, { name: 'libcudnn.so.9' }],
        reason: 'A library is missing.',
      },
    },
    { name: 'wasm', available: false, reason: 'It is not there.', next: 'Install Layerwise again.' },
    { name: 'cpu', available: true, label: 'JavaScript', version: 'tfjs 4.22.0', device: 'CPU' },
  ],
  datasets: [{ name: 'mnist', state: 'embedded', folder: '/x' }],
};

test('a report tells people of every runtime, of what was not taken and why, and of a GPU', () => {
  expect(reportLines(report).join('\n')).toBe(`Layerwise 1.0.0, Node v22.0.0, linux x64, 1 CPU, 8.00 GB of memory

Runtimes, the fastest first
  tensorflow  available: TensorFlow 2.21.0 (CPU)
              from: Python's TensorFlow 2.21.0 in /env
              not taken: Python in /usr/bin/python3: It is too old: 2.4.
              GPU: H100, 80.00 GB, driver 550.54.15. A library is missing.
                libcudart.so.12: /env/libcudart.so.12
                libcudnn.so.9: missing
  wasm        not available: It is not there.
              Install Layerwise again.
  cpu         available: JavaScript, tfjs 4.22.0, CPU

Data sets
  mnist  comes with Layerwise`);
});
