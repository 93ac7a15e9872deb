import { expect, test } from 'vitest';
import { examinationReport } from '../../../../src/host/runtime/report';
import type { Examination } from '../../../../src/protocol/examination';

const machine: Omit<Examination, 'runtimes'> = {
  layerwise: '0.1.0',
  node: 'v20.20.0',
  platform: 'linux x64',
  cpus: 2,
  memory: 8 * 2 ** 30,
};
const wasm = { name: 'wasm', available: true, label: 'WebAssembly (SIMD)', version: 'tfjs 4.22.0', device: 'CPU' } as const;

test('tells of every runtime, the reason where one is missing and what was looked at', () => {
  const rejected = [{ what: "Python's TensorFlow 2.4.1 in /a/.venv", reason: 'It is too old:\n  version 2.12 or newer is needed.' }];
  const text = examinationReport({
    ...machine,
    runtimes: [{ name: 'tensorflow', available: false, reason: 'None was found.', next: 'Set up one.', rejected }, wasm],
  });
  expect(text).toContain('Layerwise 0.1.0, Node v20.20.0, linux x64, 2 CPUs, 8.00 GB of memory.');
  expect(text).toContain('## TensorFlow: not available\n\nNone was found. Set up one.\n\nLooked at and not taken:\n\n- ');
  expect(text).toContain("- Python's TensorFlow 2.4.1 in /a/.venv: It is too old: version 2.12 or newer is needed.\n");
  expect(text).toContain('## WebAssembly (SIMD) · CPU\n\n- Version: tfjs 4.22.0\n- Device: CPU\n');
});

test('tells of a GPU, and which of the libraries are missing', () => {
  const gpu = {
    device: 'NVIDIA A10',
    memory: 24 * 2 ** 30,
    driver: '550.54',
    reason: 'TensorFlow was built for the CPU alone.',
    libraries: [{ name: 'libcudart.so.12', found: '/usr/lib/libcudart.so.12' }, { name: 'libcudnn.so.9' }],
  };
  const text = examinationReport({
    ...machine,
    runtimes: [
      {
        name: 'tensorflow',
        available: true,
        label: 'TensorFlow 2.21.0 (GPU)',
        version: '2.21.0',
        device: 'NVIDIA A10',
        source: '/a/tensorflow',
        gpu,
      },
      wasm,
    ],
  });
  expect(text).toContain(
    '## TensorFlow 2.21.0 · NVIDIA A10\n\n- Version: 2.21.0\n- Device: NVIDIA A10\n- From: /a/tensorflow\n\n### GPU\n\n',
  );
  expect(text).toContain(
    'NVIDIA A10, 24.00 GB, driver 550.54. TensorFlow was built for the CPU alone.\n\nOf 2 CUDA libraries that TensorFlow needs, 1 is missing:\n\n|',
  );
  expect(text).toContain('| libcudart.so.12 | /usr/lib/libcudart.so.12 |\n| libcudnn.so.9 | **missing** |');
});

test('a GPU without a driver', () => {
  const text = examinationReport({ ...machine, runtimes: [{ name: 'tensorflow', available: true, gpu: { libraries: [] } }] });
  expect(text).toContain('An NVIDIA device, no driver is loaded.');
});
