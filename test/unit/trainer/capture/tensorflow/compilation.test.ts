import { describe, expect, it } from 'vitest';
import { Compilation, compiledRoom, objectionToCompiling } from '../../../../../src/trainer/capture/tensorflow/compilation';
import type { RecordedOperation } from '../../../../../src/trainer/capture/tensorflow/recording';

const steps = (...ops: string[]): RecordedOperation[] => ops.map((op) => ({ op, attributes: {}, inputs: [], outputs: [] }));
const small = steps('MatMul', 'Add', 'Softmax');

describe('what is compiled', () => {
  it('is what gains by it', () => expect(objectionToCompiling(small, false)).toBeUndefined());
  it.each([
    ['on a GPU', small, true, 'CPU'],
    ['a convolution', [...small, ...steps('Conv2D')], false, 'Conv2D would be slower'],
    ['a gradient of a pooling', [...small, ...steps('MaxPoolGrad')], false, 'MaxPoolGrad would be slower'],
    ['what is looked up by words', steps('GatherV2'), false, 'would not check'],
    ['very many operations', steps(...Array.from({ length: 1001 }, () => 'Add')), false, 'long'],
  ])('is not: %s', (_, operations, onGpu, reason) => expect(objectionToCompiling(operations, onGpu)).toContain(reason));

  it('has room for as many samples as can be laid out', () => {
    expect(compiledRoom([32, 784])).toBe(64);
    expect(compiledRoom([128, 784])).toBe(20);
    expect(compiledRoom([10_000, 784])).toBe(1);
  });
});

describe('steps that may be compiled', () => {
  const begin = (operations = 100) => {
    const told: string[] = [];
    const listener = { note: (text: string) => told.push(`note: ${text}`), log: (text: string) => told.push(`log: ${text}`) };
    return { told, compilation: new Compilation(operations, listener, 1000) };
  };

  it('are from a number on, whatever the machine does', () => {
    const { compilation } = begin();
    expect([0, 999, 1000, 5000].map((step) => compilation.takes(step))).toEqual([false, false, true, true]);
  });
  it('are given up where TensorFlow does not compile them, and that is in the log', () => {
    const { compilation, told } = begin();
    compilation.giveUp('an operation is not known');
    expect(compilation.takes(1000)).toBe(false);
    expect(told).toEqual(['log: Steps are not compiled: an operation is not known.']);
  });
  it('are told of before where compiling takes long', () => {
    const { compilation, told } = begin(500);
    compilation.reaches(700);
    expect(told).toEqual([]);
    compilation.reaches(850);
    compilation.reaches(900);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^note: From step 1001 on/);
  });
});
