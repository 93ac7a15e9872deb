import type { Values } from '../../core/layers/layerType';
import type { Callback, RunActions } from './callback';
import { improvementOf } from './monitor';

interface State {
  readonly wait: number;
  readonly cooldown: number;
  readonly best: number | null;
  /** Once it has been reduced. */
  readonly learningRate?: number;
}

/** Makes the learning rate smaller where a value no longer improves: `keras/src/callbacks/reduce_lr_on_plateau.py`. */
export function reduceOnPlateau(values: Values, run: RunActions): Callback {
  const key = values.monitor as string;
  const improves = improvementOf(key, values);
  let state: State = { wait: 0, cooldown: 0, best: null };
  return {
    get state() {
      return state;
    },
    restore(kept) {
      state = kept as State;
      if (state.learningRate !== undefined) run.learningRate = state.learningRate;
    },
    epochEnded({ epoch, logs }) {
      const value = logs[key];
      if (value === undefined) return;
      if (state.cooldown > 0) state = { ...state, cooldown: state.cooldown - 1, wait: 0 };
      if (improves(value, state.best)) {
        state = { ...state, best: value, wait: 0 };
        return;
      }
      if (state.cooldown > 0) return;
      state = { ...state, wait: state.wait + 1 };
      const before = run.learningRate;
      if (state.wait < Number(values.patience) || before <= Number(values.min_lr)) return;
      const learningRate = Math.max(before * Number(values.factor), Number(values.min_lr));
      run.learningRate = learningRate;
      state = { ...state, learningRate, cooldown: Number(values.cooldown), wait: 0 };
      run.tell(`After epoch ${epoch} the learning rate is ${learningRate}: ${key} has not improved for ${Number(values.patience)} epochs.`);
    },
  };
}
