import { describe, expect, it } from 'vitest';
import { compare, driverVersion, fromSmi, readBuild } from '../../../../src/machine/tensorflow/nvidia';

describe('an NVIDIA device', () => {
  it('is read from the table of nvidia-smi', () => {
    const table = 'NVIDIA H100 80GB HBM3, 81559, 550.54.15\nNVIDIA H100 80GB HBM3, 81559, 550.54.15\n';
    expect(fromSmi(table)).toEqual({ device: 'NVIDIA H100 80GB HBM3', memory: 81559 * 2 ** 20, driver: '550.54.15' });
    expect(fromSmi('Orin (nvgpu), [N/A], 540.4.0')).toEqual({ device: 'Orin (nvgpu)', driver: '540.4.0' });
    expect(fromSmi('')).toBeUndefined();
    expect(fromSmi('No devices were found')).toBeUndefined();
  });

  it('has a driver, of either kind', () => {
    expect(driverVersion('NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024')).toBe('550.54.15');
    expect(driverVersion('NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.10  Release Build')).toBe('570.86.10');
    expect(driverVersion('GCC version: 12.3')).toBeUndefined();
  });
});

const CUDA = "build_info = collections.OrderedDict([('cuda_version', '12.5.1'), ('cudnn_version', '9'), ('is_cuda_build', True)])";

describe('what TensorFlow needs of CUDA', () => {
  it('is in its package', () => {
    expect(readBuild(CUDA)).toEqual({ cuda: '12.5.1', cudnn: '9' });
    expect(readBuild("build_info = collections.OrderedDict([('is_cuda_build', False)])")).toEqual({});
    expect(readBuild('')).toEqual({});
  });

  it('is compared with what is there', () => {
    const names = ['cudart.so.12', 'cublas.so.12', 'cublasLt.so.12', 'cufft.so.11', 'cusolver.so.11', 'cusparse.so.12', 'cudnn.so.9'];
    const files = names.map((name) => `/site/nvidia/some/lib/lib${name}`);
    const all = compare(readBuild(CUDA), '550.54.15', files);
    expect(all.libraries.map(({ found }) => found)).toEqual(files);
    expect(all.reason).toBeUndefined();
    const some = compare(readBuild(CUDA), '525.60.11', files.slice(1));
    expect(some.libraries[0]).toEqual({ name: 'libcudart.so.12', found: undefined });
    expect(some.reason).toBe(
      'CUDA 12.5.1 needs the driver 525.60.13 or newer. TensorFlow was built for CUDA 12.5.1, of which a library is missing.',
    );
    expect(compare(readBuild(CUDA), '525.60.13', []).reason).toBe(
      'TensorFlow was built for CUDA 12.5.1, of which 7 libraries are missing.',
    );
  });

  it('is nothing where it was built without', () => {
    expect(compare({}, '550.54.15', [])).toEqual({ libraries: [], reason: 'This TensorFlow was built without CUDA.' });
  });
});
