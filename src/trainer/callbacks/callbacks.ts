import * as tf from '@tensorflow/tfjs-core';
import type { Values } from '../../core/layers/layerType';
import { Failure } from '../failure';
import type { Chosen } from '../settings';
import type { RunSteps } from '../capture/makeSteps';
import type { Learner } from '../learning/learner';
import { CALLBACK_ARRAYS, type CallbackStates } from '../resume/progress';
import type { NamedArray } from '../safetensors';
import type { Callback, EndedEpoch, RunActions } from './callback';
import { csvLogger } from './csvLogger';
import { earlyStopping } from './earlyStopping';
import { modelCheckpoint } from './modelCheckpoint';
import { improvementOf, type Improves } from './monitor';
import { reduceOnPlateau } from './reduceOnPlateau';
import { tensorBoard } from './tensorBoard';

/** What callbacks act on. */
export interface CallbackRun extends Pick<RunActions, 'folder' | 'tell' | 'saveEpoch'> {
  readonly learner: Learner;
  readonly steps: RunSteps;
}

/** By the registry's names. What they say of single steps the loop asks for itself. */
const makers: { readonly [name: string]: (values: Values, run: RunActions) => Callback } = {
  EarlyStopping: earlyStopping,
  ReduceLROnPlateau: reduceOnPlateau,
  ModelCheckpoint: modelCheckpoint,
  TerminateOnNaN: () => ({}),
  CSVLogger: csvLogger,
  TensorBoard: tensorBoard,
};

/** All callbacks of a run. */
export class Callbacks {
  /** Where one of them has ended training. */
  ended = false;
  private readonly list: readonly Callback[];
  private replaced = false;

  /** @param keys of the values that each epoch ends with; throws a `Failure` where a callback watches another */
  constructor(
    private readonly chosen: readonly Chosen[],
    keys: readonly string[],
    { learner, steps, ...run }: CallbackRun,
  ) {
    const { optimizer } = learner;
    const actions: RunActions = {
      ...run,
      end: (reason) => {
        this.ended = true;
        run.tell(reason);
      },
      get learningRate() {
        return optimizer.learningRate;
      },
      set learningRate(learningRate) {
        optimizer.learningRate = learningRate;
      },
      weights: () => weightArrays(learner, steps),
      setWeights: (weights) => {
        this.replaced = true;
        steps.store();
        const values = new Map(weights.map((array) => [array.name, array.values]));
        for (const { path, variable } of learner.model.weights)
          tf.tidy(() => variable.assign(tf.tensor(values.get(path)!, variable.shape)));
        steps.load();
      },
    };
    this.list = chosen.map(({ name, values }) => {
      const { monitor } = values;
      if (typeof monitor === 'string' && !keys.includes(monitor))
        throw new Failure(`${name} watches ${monitor}, which no epoch of this run ends with.`, {
          next: `Watch one of ${keys.join(', ')}.`,
        });
      const make = makers[name];
      if (!make) throw new Error(`There is no callback ${name}.`);
      return make(values, actions);
    });
  }

  /** What the best weights are chosen by. `key`: where the design says so. */
  get bestBy(): { readonly key?: string; readonly improves: Improves } {
    const values = this.chosen.find(({ name }) => name === 'ModelCheckpoint')?.values ?? {};
    const key = typeof values.monitor === 'string' ? values.monitor : undefined;
    return { key, improves: improvementOf(key ?? 'loss', values) };
  }

  /** Whether a loss that is no number ends training. */
  get endAtNaN(): boolean {
    return this.chosen.some(({ name }) => name === 'TerminateOnNaN');
  }

  async epochEnded(epoch: EndedEpoch): Promise<void> {
    for (const callback of this.list) await callback.epochEnded?.(epoch);
  }

  /** True where the weights are others now. */
  trainingEnded(): boolean {
    for (const callback of this.list) callback.trainingEnded?.();
    return this.replaced;
  }

  /** Begins a phase after that of `before`. */
  async follow(before: Callbacks): Promise<void> {
    for (const [i, callback] of this.list.entries()) if (callback.lasting) await callback.restore?.(before.list[i]!.state, []);
  }

  get state(): CallbackStates {
    return { ended: this.ended, states: this.list.map(({ state }) => state ?? null) };
  }

  /** Named so that no weight has the same name. */
  get arrays(): readonly NamedArray[] {
    return this.list.flatMap(({ arrays = [] }, i) => arrays.map((array) => ({ ...array, name: `${prefix(i)}${array.name}` })));
  }

  async restore({ ended, states }: CallbackStates, arrays: readonly NamedArray[]): Promise<void> {
    this.ended = ended;
    for (const [i, callback] of this.list.entries()) {
      const own = arrays.filter(({ name }) => name.startsWith(prefix(i)));
      await callback.restore?.(states[i], own.map((array) => ({ ...array, name: array.name.slice(prefix(i).length) }))); // prettier-ignore
    }
  }
}

/** No layer has a name that begins so. */
const prefix = (callback: number): string => `${CALLBACK_ARRAYS}${callback}/`;

const weightArrays = (learner: Learner, steps: RunSteps): readonly NamedArray[] => {
  steps.store();
  return learner.model.weights.map(({ path, variable }) => ({
    name: path,
    shape: variable.shape,
    values: (variable.dataSync() as Float32Array).slice(),
  }));
};
