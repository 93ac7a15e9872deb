import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Variable } from '@tensorflow/tfjs-core';
import type { DataPart } from '../../data/loadedData';
import type { BatchReader } from '../../learning/batches';
import { numberTensors, type Batch, type Learner, type StepFeed, type StepLayout } from '../../learning/learner';
import { scope } from '../../learning/scope';
import { NotCapturable } from '../notCapturable';
import { idOf, type TensorflowBackend } from './addon';
import { TYPES } from './graphDef';
import { record } from './record';
import { checkSame, type Recording } from './recording';
import type { RecordedStep } from './stepGraph';

/** What steps are recorded with. */
export interface Recorder {
  readonly backend: TensorflowBackend;
  readonly learner: Learner;
  readonly reader: BatchReader;
}

/** A step of learning, with the health of the layers, and what its tensors are. Throws `NotCapturable`. */
export function recordLearning(recorder: Recorder, part: DataPart, size: number): RecordedStep & { readonly layout: StepLayout } {
  const { learner } = recorder;
  let layout: StepLayout | undefined;
  const recording = recordTwice(recorder, part, size, learner.state, (feed) => {
    const step = learner.computeStep(feed, true);
    layout = step.layout;
    return step.tensors;
  });
  return { size, recording, values: layout!.values, layout: layout! };
}

/** Loss and metrics of a batch, from the weights alone. Throws `NotCapturable`. */
export function recordEvaluation(recorder: Recorder, part: DataPart, size: number): RecordedStep {
  const { learner } = recorder;
  const weights = learner.model.weights.map(({ path, variable }) => [path, variable] as const);
  const recording = recordTwice(recorder, part, size, weights, (feed) => learner.computeEvaluation(feed), false);
  return { size, recording, values: recording.outputs.length };
}

/**
 * Records a step, after one that nobody looks at (some values are made when they are first needed), and again with other
 * samples, rates, seeds and weights: both must be the same computation. The variables are as before afterwards.
 */
function recordTwice(
  { backend, learner, reader }: Recorder,
  part: DataPart,
  size: number,
  state: Learner['state'],
  compute: (feed: StepFeed) => readonly Scalar[],
  withNumbers = true,
): Recording {
  const variables = state.map(([, variable]) => variable);
  const once = (variant: number): Recording =>
    scope(() => {
      const feed: StepFeed = {
        ...samples(reader, part, size, variant),
        ...(withNumbers ? numbers(learner, variant) : { rates: [], seeds: [] }),
      };
      variables.forEach((variable) => makeOwn(backend, variable));
      return record(
        backend,
        () => compute(feed),
        [...feed.inputs, ...feed.targets, ...(feed.weights ?? []), ...feed.rates, ...feed.seeds],
        variables,
      );
    });
  return unchanged(variables, () => {
    scope(() => compute({ ...samples(reader, part, size, 0), ...numbers(learner, 0) }));
    const first = once(1);
    checkSame(first, once(2));
    if (first.outputs.some(({ type, shape }) => type !== TYPES.float || shape.length > 0))
      throw new NotCapturable('A step gives something else than numbers.');
    return first;
  });
}

function samples(reader: BatchReader, part: DataPart, size: number, variant: number): Batch {
  return reader.read(
    part,
    Int32Array.from({ length: size }, (_, i) => (i * (variant + 1) + variant) % part.count),
  );
}

/** Made up: those of the run are not drawn for a recording. */
function numbers({ optimizer, model }: Learner, variant: number): Pick<StepFeed, 'rates' | 'seeds'> {
  return numberTensors({
    rates: Array.from({ length: optimizer.rates }, (_, i) => 1e-3 * (variant + 1) + 1e-4 * i),
    seeds: model.draws.map((_, i) => [variant, i] as const),
  });
}

/** Gives a variable a tensor that no other has: so it is known whose value is used. */
function makeOwn(backend: TensorflowBackend, variable: Variable): void {
  const [handle] = backend.binding.executeOp('Identity', [], [idOf(backend, variable)], 1);
  const own = backend.createOutputTensor(handle!);
  variable.assign(own);
  own.dispose();
}

function unchanged<T>(variables: readonly Variable[], work: () => T): T {
  const before = variables.map((variable) => tf.keep(tf.clone(variable)));
  try {
    return work();
  } finally {
    variables.forEach((variable, i) => {
      variable.assign(before[i]!);
      before[i]!.dispose();
    });
  }
}
