import type { Design, Json } from '../document';
import { isObject } from '../layers/readFields';

/**
 * What a learning-rate range test was of, as a short text: layers, data, loss, batch size and the kind of optimizer. Where
 * two designs give the same one, a result for one holds for the other.
 */
export function rateSubject({ layers, training = {} }: Design): string {
  const { data, loss, batch_size: batchSize } = training;
  // With phases it is the first that is tried.
  const [phase] = training.phases ?? [];
  const optimizer = (phase?.optimizer ?? training.optimizer) as Json | undefined;
  const kind = isObject(optimizer) ? [optimizer.type, optimizer.momentum] : [optimizer, undefined];
  return hash(JSON.stringify([layers, data, loss, batchSize, kind, ...(phase?.freeze ?? [])]));
}

/** FNV-1a (Fowler, Noll and Vo), 32 bits: enough to tell a design from what it was before. */
function hash(text: string): string {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  return (bits >>> 0).toString(16).padStart(8, '0');
}
