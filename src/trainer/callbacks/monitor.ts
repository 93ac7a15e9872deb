import type { Values } from '../../core/layers/layerType';
import { moreIsBetter } from '../../core/training/moreIsBetter';

/** Whether a value is better than another: `keras/src/callbacks/monitor_callback.py`. Nothing is better than a value that is no number. */
export type Improves = (value: number, than: number | null) => boolean;

/** @param key of the logs that is watched */
export function improvementOf(key: string, { mode, min_delta: delta = 0 }: Values): Improves {
  const upwards = mode === 'max' || (mode !== 'min' && moreIsBetter(key));
  const least = Math.abs(Number(delta));
  return (value, than) => than === null || (upwards ? value - least > than : value + least < than);
}
