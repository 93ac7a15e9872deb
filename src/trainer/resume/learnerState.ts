import * as tf from '@tensorflow/tfjs-core';
import type { RunSteps } from '../capture/makeSteps';
import { Failure } from '../failure';
import type { Learner } from '../learning/learner';
import type { Streams } from '../random/streams';
import type { NamedArray } from '../safetensors';
import { CALLBACK_ARRAYS } from './progress';
import type { TrainingState } from './stateFile';

/** Everything that steps change, as it is now. */
export function learnerArrays(learner: Learner, steps: RunSteps): readonly NamedArray[] {
  steps.store();
  return learner.state.map(([name, variable]) => ({ name, shape: variable.shape, values: variable.dataSync() as Float32Array }));
}

/** Puts a learner, its steps and the random streams back to where a state was taken. Fails where it is the state of another net. */
export function restoreLearner({ arrays, facts }: TrainingState, learner: Learner, steps: RunSteps, streams: Streams): void {
  const { state } = learner;
  const own = arrays.filter(({ name }) => !name.startsWith(CALLBACK_ARRAYS));
  const found = new Map(own.map((array) => [array.name, array]));
  const differs = (reason: string): Failure =>
    new Failure('The checkpoint is of another net than the design in the run folder.', {
      reason,
      next: 'Put the design back as it was trained, or train it anew.',
    });
  for (const [name, { shape }] of state) {
    const array = found.get(name);
    if (!array) throw differs(`The design has ${name}, the checkpoint has not.`);
    if (array.shape.join() !== shape.join())
      throw differs(`${name} has the shape [${array.shape.join(', ')}] in the checkpoint and [${shape.join(', ')}] in the design.`);
    found.delete(name);
  }
  for (const name of found.keys()) throw differs(`The checkpoint has ${name}, the design has not.`);
  const byName = new Map(arrays.map((array) => [array.name, array.values]));
  for (const [name, variable] of state) tf.tidy(() => variable.assign(tf.tensor(byName.get(name)!, variable.shape)));
  streams.restore(facts.streams);
  learner.numbers = facts.numbers;
  steps.load();
}
