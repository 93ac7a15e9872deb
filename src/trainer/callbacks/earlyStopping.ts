import type { Values } from '../../core/layers/layerType';
import { kerasNumber } from '../../core/training/kerasLog';
import type { NamedArray } from '../safetensors';
import type { Callback, RunActions } from './callback';
import { improvementOf } from './monitor';

interface State {
  readonly wait: number;
  readonly best: number | null;
  readonly bestEpoch: number;
  /** The last epoch. */
  readonly last: number;
}

/** Ends training where a value no longer improves: `keras/src/callbacks/early_stopping.py`. */
export function earlyStopping(values: Values, run: RunActions): Callback {
  const key = values.monitor as string;
  const improves = improvementOf(key, values);
  const baseline = typeof values.baseline === 'number' ? values.baseline : null;
  let [wait, best, bestEpoch]: [number, number | null, number] = [0, null, 0];
  let weights: readonly NamedArray[] = [];
  let last = 0;
  const keep = (epoch: number) => {
    bestEpoch = epoch;
    if (values.restore_best_weights === true) weights = run.weights();
  };
  return {
    get state(): State {
      return { wait, best, bestEpoch, last };
    },
    get arrays() {
      return weights;
    },
    restore(state, arrays) {
      ({ wait, best, bestEpoch, last } = state as State);
      weights = arrays;
    },
    epochEnded({ epoch, inPhase, logs }) {
      last = epoch;
      const value = logs[key];
      // Keras counts epochs from 0.
      if (value === undefined || inPhase - 1 < Number(values.start_from_epoch)) return;
      if (weights.length === 0) keep(epoch);
      wait++;
      if (improves(value, best)) {
        best = value;
        keep(epoch);
        if (baseline === null || improves(value, baseline)) wait = 0;
        return;
      }
      if (wait < Number(values.patience) || inPhase === 1) return;
      const reached = best === null ? '' : `, the best is ${kerasNumber(best)}`;
      run.end(`Training ended after epoch ${epoch}: ${key} has not improved since epoch ${bestEpoch}${reached}.`);
    },
    trainingEnded() {
      if (weights.length === 0) return;
      run.setWeights(weights);
      if (bestEpoch !== last) run.tell(`The weights are those of epoch ${bestEpoch}, the best by ${key}.`);
    },
  };
}
