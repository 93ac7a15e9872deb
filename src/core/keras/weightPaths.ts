import type { Analysis } from '../analysis';
import type { JsonObject, Layer } from '../document';
import { modelOrder } from './modelOrder';
import { snakeCase } from './snakeCase';

const RECURRENT: ReadonlySet<string> = new Set(['SimpleRNN', 'LSTM', 'GRU']);

/**
 * Where a `.weights.h5` of Keras 3 keeps each weight (keras/src/saving/saving_lib.py): `layers/dense_1/vars/0`, by our name
 * of it, `<layer>/<weight>`. Keras does not look at the names of layers, it counts those of a class. `names`: those of the
 * weights, in the order of a checkpoint.
 */
export function weightPaths(analysis: Analysis, names: readonly string[]): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const counts = new Map<string, number>();
  const count = (what: string): number => {
    const before = counts.get(what) ?? 0;
    counts.set(what, before + 1);
    return before;
  };
  const ofLayer = new Map<string, string[]>();
  for (const name of names) {
    const layer = name.slice(0, name.indexOf('/'));
    ofLayer.set(layer, [...(ofLayer.get(layer) ?? []), name]);
  }
  for (const layer of modelOrder(analysis)) {
    const kind = snakeCase(layer.type);
    const nth = count(kind);
    const group = `layers/${nth === 0 ? kind : `${kind}_${nth}`}`;
    for (const name of ofLayer.get(layer.name) ?? []) {
      const holder = holderOf(layer.layer, name.slice(layer.name.length + 1));
      const variables = [group, ...holder, 'vars'].join('/');
      paths.set(name, `${variables}/${count(variables)}`);
    }
  }
  return paths;
}

/** The attributes of a layer that lead to the one that holds a weight: `cell` of an LSTM, `forward_layer/cell` around it. */
export function holderOf(layer: Layer | JsonObject, weight: string): readonly string[] {
  if (typeof layer.type === 'string' && RECURRENT.has(layer.type)) return ['cell'];
  if (layer.type === 'Bidirectional') return [weight.startsWith('forward/') ? 'forward_layer' : 'backward_layer', 'cell'];
  if (layer.type === 'TimeDistributed') return ['layer', ...holderOf(layer.layer as JsonObject, weight)];
  return [];
}
