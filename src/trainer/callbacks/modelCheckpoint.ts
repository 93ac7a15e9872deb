import type { Values } from '../../core/layers/layerType';
import type { Callback, RunActions } from './callback';

/** Saves the weights of each so many epochs; what the best ones are chosen by is in `bestBy`. */
export function modelCheckpoint({ every }: Values, run: RunActions): Callback {
  return {
    async epochEnded({ epoch, step }) {
      if (typeof every === 'number' && epoch % every === 0) await run.saveEpoch(epoch, step);
    },
  };
}
