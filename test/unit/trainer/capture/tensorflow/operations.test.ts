import { describe, expect, it } from 'vitest';
import { NotCapturable } from '../../../../../src/trainer/capture/notCapturable';
import { completeAttributes, objectionTo, outputNames, outputTypes } from '../../../../../src/trainer/capture/tensorflow/operations';

const [FLOAT, INT32, BOOL] = [1, 3, 10];

describe('the attributes of an operation', () => {
  it('have the types of the inputs, whatever was given', () => {
    expect(completeAttributes('Mul', { T: { type: INT32 } }, [FLOAT, FLOAT])).toEqual({ T: { type: FLOAT } });
    expect(completeAttributes('Select', {}, [BOOL, FLOAT, FLOAT])).toEqual({ T: { type: FLOAT } });
    expect(completeAttributes('OneHot', { T: { type: INT32 }, axis: { int: -1 } }, [INT32, INT32, FLOAT, FLOAT])).toEqual({
      axis: { int: -1 },
      T: { type: FLOAT },
      TI: { type: INT32 },
    });
  });

  it('count what there are several of', () => {
    expect(completeAttributes('ConcatV2', {}, [FLOAT, FLOAT, FLOAT, INT32])).toEqual({
      N: { int: 3 },
      T: { type: FLOAT },
      Tidx: { type: INT32 },
    });
    expect(completeAttributes('Unpack', { axis: { int: 1 } }, [FLOAT], [FLOAT, FLOAT])).toEqual({
      num: { int: 2 },
      T: { type: FLOAT },
      axis: { int: 1 },
    });
  });

  it('take the types of outputs from what they were, where no input says them', () => {
    expect(completeAttributes('Cast', { DstT: { type: FLOAT } }, [BOOL], [INT32])).toMatchObject({
      SrcT: { type: BOOL },
      DstT: { type: INT32 },
    });
    expect(completeAttributes('Cast', { DstT: { type: FLOAT } }, [BOOL])).toMatchObject({ DstT: { type: FLOAT } });
  });

  it('leave out what the operation does not have, and what TensorFlow has a default for', () => {
    expect(completeAttributes('Neg', { nonsense: { int: 1 } }, [FLOAT])).toEqual({ T: { type: FLOAT } });
    expect(completeAttributes('MatMul', { transpose_a: { int: 1 } }, [FLOAT, FLOAT])).toEqual({ T: { type: FLOAT } });
  });

  it('keep what is for TensorFlow itself', () =>
    expect(completeAttributes('Neg', { _class: { string: 'x' } }, [FLOAT])).toEqual({ _class: { string: 'x' }, T: { type: FLOAT } }));

  it('are refused where one is not known that must be', () => {
    expect(() => completeAttributes('Conv2D', { strides: { ints: [1, 1, 1, 1] } }, [FLOAT, FLOAT])).toThrow(NotCapturable);
    expect(() => completeAttributes('Conv2D', { strides: { ints: [1, 1, 1, 1] } }, [FLOAT, FLOAT])).toThrow('padding');
  });

  it('say what comes out', () => {
    expect(outputTypes('Equal', completeAttributes('Equal', {}, [FLOAT, FLOAT]))).toEqual([BOOL]);
    expect(outputTypes('Unpack', { num: { int: 2 }, T: { type: INT32 } })).toEqual([INT32, INT32]);
    expect(outputTypes('PartitionedCall', { Tout: { types: [FLOAT, BOOL] } })).toEqual([FLOAT, BOOL]);
  });
});

it('outputs have names inside a function', () => {
  expect(outputNames('Mul', 1)).toEqual(['z:0']);
  expect(outputNames('Unpack', 2)).toEqual(['output:0', 'output:1']);
  expect(outputNames('TopKV2', 2)).toEqual(['values:0', 'indices:0']);
});

describe('what a graph can hold', () => {
  it.each(['MatMul', 'StatelessRandomUniform', 'Conv2DBackpropFilter'])('%s', (op) => expect(objectionTo(op)).toBeUndefined());
  it.each([
    ['Where', 'follows from the values'],
    ['Multinomial', 'does not follow from its inputs'],
    ['Frobnicate', 'not known'],
  ])('not %s', (op, reason) => expect(objectionTo(op)).toContain(reason));
});
