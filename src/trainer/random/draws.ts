import type { Tensor } from '@tensorflow/tfjs-core';
import type { RandomStream } from './randomStream';

/**
 * A place in a model that draws random numbers in every training step (a dropout mask). What it draws follows from a
 * seed, which the stream of its layer gives anew for each step: so a step computed at once, one recorded and replayed and
 * one taken again after a resume draw the same numbers.
 */
export class Draw {
  /** Of the step that is being computed; int32 [2]. */
  seed: Tensor | undefined;

  constructor(readonly stream: RandomStream) {}

  /** The seed of the next step. */
  next(): readonly [number, number] {
    return [this.stream.bits() | 0, this.stream.bits() | 0];
  }
}
