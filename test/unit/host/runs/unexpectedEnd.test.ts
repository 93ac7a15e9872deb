import { describe, expect, test } from 'vitest';
import { unexpectedEnd } from '../../../../src/host/runs/unexpectedEnd';

const TENSORFLOW = { name: 'tensorflow', label: 'TensorFlow 2.21.0 (CPU)', version: '2.21.0', device: 'CPU', why: '', tried: [] } as const;
const WASM = { name: 'wasm', label: 'WebAssembly (SIMD)', version: '4', device: 'CPU', why: '', tried: [] } as const;
const killedBy = (signal: NodeJS.Signals) => ({ code: null, signal });

describe('a crash of native code', () => {
  test.each([
    ['SIGSEGV', /memory that is not its own/],
    ['SIGABRT', /gave up/],
    ['SIGILL', /instruction that this processor does not have/],
    ['SIGBUS', /memory that is not there/],
  ] as const)('%s on TensorFlow says what it is, what it did, and offers the embedded runtime', (signal, meaning) => {
    const failure = unexpectedEnd(killedBy(signal), ['F0000 Check failed'], { asked: 'auto', runtime: TENSORFLOW });
    expect(failure.message).toBe(`The training process crashed (${signal}).`);
    expect(failure.cause).toMatch(meaning);
    expect(failure.cause).toContain('It was training on TensorFlow 2.21.0 · CPU. The last it said: F0000 Check failed');
    expect(failure.next).toMatch(/embedded runtime.*Check Runtimes/);
    expect(failure.runtime).toBe('tensorflow');
  });

  test('while it starts, and with another Node', () => {
    const failure = unexpectedEnd(killedBy('SIGSEGV'), [], { asked: 'tensorflow', node: '/opt/node' });
    expect(failure.cause).toBe('Native code reached for memory that is not its own. It was starting tensorflow, with the Node /opt/node.');
  });

  test('on the embedded runtime is no reason for another one', () => {
    const failure = unexpectedEnd(killedBy('SIGSEGV'), [], { asked: 'auto', runtime: WASM });
    expect([failure.runtime, failure.next]).toEqual([undefined, 'See the log of the run, then train again.']);
  });

  test('on the embedded runtime, while a TensorFlow that was slower is still in the process', () => {
    const measured = [WASM, TENSORFLOW].map(({ name }) => ({ name, stepMilliseconds: 2 }));
    const failure = unexpectedEnd(killedBy('SIGSEGV'), [], { asked: 'auto', runtime: { ...WASM, measured } });
    expect(failure.cause).toContain('It was training on WebAssembly (SIMD) · CPU.');
    expect([failure.runtime, failure.next]).toEqual(['tensorflow', expect.stringContaining('embedded runtime')]);
  });

  test.each([
    [139, 'SIGSEGV'],
    [0xc0000005, 'SIGSEGV'],
    [0xc000001d, 'SIGILL'],
  ])('exit code %i stands for %s', (code, signal) => {
    expect(unexpectedEnd({ code, signal: null }, [], { asked: 'auto' }).message).toBe(`The training process crashed (${signal}).`);
  });
});

describe('memory', () => {
  test.each([
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    "terminate called after throwing an instance of 'std::bad_alloc'",
    'OOM when allocating tensor with shape[100000,100000]',
    'failed to allocate 12 GB: CUDA_ERROR_OUT_OF_MEMORY: out of memory',
  ])('%s', (line) => {
    const failure = unexpectedEnd(killedBy('SIGABRT'), ['begin', line], { asked: 'auto', runtime: TENSORFLOW });
    expect(failure.message).toBe('The training process ran out of memory.');
    expect(failure.next).toMatch(/smaller batch_size/);
    expect(failure.runtime).toBe('tensorflow');
  });

  test('killed without a word', () => {
    const failure = unexpectedEnd(killedBy('SIGKILL'), [], { asked: 'auto', runtime: WASM });
    expect(failure.message).toBe('The training process was killed (SIGKILL).');
    expect(failure.runtime).toBeUndefined();
  });
});
