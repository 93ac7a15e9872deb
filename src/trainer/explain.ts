import type { Failed } from '../core/training/events';
import { Failure } from './failure';
import { fileReason } from './fileFailure';

/** What went wrong, in words; a part of a `failed` event. */
export type Explanation = Omit<Failed, 'type'>;

const OUT_OF_MEMORY =
  /out of memory|cannot enlarge memory|memory access out of bounds|array buffer allocation failed|invalid (typed )?array length|abort\(oom\)|OOM when allocating|resource.?exhausted|bad_alloc/i;

/** tfjs's words, and TensorFlow's. */
const OUT_OF_RANGE = /GatherV2|indices\[[\d, ]*\] = -?\d+ is not in \[0/;

/** What tfjs-node puts before TensorFlow's own message. */
const TENSORFLOW = /^Invalid TF_Status: \d+\s+Message: /;

/** Any error as a person should hear of it. */
export function explain(error: unknown): Explanation {
  if (error instanceof Failure) {
    const { reason, next, runtime } = error.details;
    return { message: error.message, cause: reason, next, ...(runtime && { runtime }) };
  }
  const known = explainComputing(error);
  if (known) return known;
  const text = textOf(error);
  const reason = fileReason(error);
  if (reason) return { message: 'A file of the run could not be read or written.', cause: reason };
  return {
    message: 'Training ended because of a fault of Layerwise.',
    cause: text.split('\n')[0],
    next: 'The log has more. Please report it with the design.',
  };
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(TENSORFLOW, '');

/** What went wrong in computing, where it is no fault of Layerwise; `undefined` for any other error. */
export function explainComputing(error: unknown): Explanation | undefined {
  const text = textOf(error);
  if (OUT_OF_MEMORY.test(text))
    return {
      message: 'Memory ran out.',
      cause: 'The weights, their gradients and all outputs of a batch must be in memory at once.',
      next: 'Choose a smaller batch_size, or make the largest layers smaller.',
    };
  if (OUT_OF_RANGE.test(text))
    return {
      message: 'An Embedding was given a number outside of its input_dim.',
      cause: 'It takes whole numbers from 0 to input_dim - 1.',
      next: 'Make input_dim larger than the largest number in the data, and use no "scale" on it.',
    };
  return undefined;
}
