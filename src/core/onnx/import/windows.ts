import type { Shape } from '../../diagnostics';
import type { Json } from '../../document';
import { layerTypes } from '../../layers/index';
import { reach } from '../../layers/windows';
import type { OnnxNode } from '../model';
import { intsOf, stringOf } from './attributes';
import { NotImportable, type Constant, type Importation } from './importation';
import type { Value } from './value';

/** One number where all are the same. */
export const short = (sizes: readonly number[]): Json => (new Set(sizes).size === 1 ? sizes[0]! : [...sizes]);
const ones = (count: number): number[] => Array.from({ length: count }, () => 1);

export interface Window {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
}

export function windowOf(node: OnnxNode, size: readonly number[]): Window {
  return { size, strides: intsOf(node, 'strides') ?? ones(size.length), dilation: intsOf(node, 'dilations') ?? ones(size.length) };
}

/** Zeros before and after along each axis. */
export type Pads = readonly (readonly [number, number])[];

/** What Keras's padding "same" adds; `undefined` where the size that it depends on is not fixed. */
export function samePads({ size, strides, dilation }: Window, along: Shape): Pads | undefined {
  const pads = size.map((length, axis): readonly [number, number] | undefined => {
    const [window, step, places] = [reach(length, dilation[axis]!), strides[axis]!, along[axis] ?? null];
    if (places === null && step !== 1) return undefined;
    const all = Math.max(0, places === null ? window - 1 : (Math.ceil(places / step) - 1) * step + window - places);
    return [Math.floor(all / 2), Math.ceil(all / 2)];
  });
  return pads.every((pair) => pair !== undefined) ? pads : undefined;
}

export type Padding = 'valid' | 'same' | 'causal' | Pads;

export function paddingOf(node: OnnxNode, window: Window, along: Shape): Padding {
  const automatic = stringOf(node, 'auto_pad', 'NOTSET');
  const same = samePads(window, along);
  if (automatic === 'VALID') return 'valid';
  if (automatic === 'SAME_UPPER') return 'same';
  if (automatic === 'SAME_LOWER')
    return same
      ? same.map(([before, after]): [number, number] => [after, before])
      : refuse('its padding depends on sizes that are not fixed');
  const given = intsOf(node, 'pads') ?? window.size.flatMap(() => [0, 0]);
  const pads = window.size.map((_, axis): [number, number] => [given[axis] ?? 0, given[axis + window.size.length] ?? 0]);
  if (pads.flat().some((zeros) => zeros < 0)) refuse('it cuts off what its window would see');
  if (pads.flat().every((zeros) => zeros === 0)) return 'valid';
  if (same && String(same) === String(pads)) return 'same';
  if (pads.length === 1 && pads[0]![1] === 0 && pads[0]![0] === reach(window.size[0]!, window.dilation[0]!) - 1) return 'causal';
  return pads;
}

/** Says why there is no such layer. */
export function refuse(why: string): never {
  throw new NotImportable(why);
}

/** The value with those zeros around it. */
export function padded(importation: Importation, node: OnnxNode, x: Value, pads: Pads): Value {
  const type = `ZeroPadding${pads.length}D`;
  if (!layerTypes.has(type)) refuse('its padding is neither that of "valid" nor that of "same"');
  const symmetric = pads.every(([before, after]) => before === after);
  const sides = pads.length === 1 ? [...pads[0]!] : symmetric ? short(pads.map(([before]) => before)) : pads.map((pair) => [...pair]);
  return importation.addLike(node, type, [x], { padding: sides }, x);
}

/** A weight of the file, which has to be a constant. */
export function constantOf(importation: Importation, node: OnnxNode, place: number): Constant | undefined {
  const name = node.inputs[place];
  if (name === undefined || name === '') return undefined;
  return importation.constant(name) ?? refuse('its weights are not constant');
}

/** The shape of a constant as the node sees it. */
export const shapeOf = ({ tensor: { shape }, order }: Constant): readonly number[] => (order ? order.map((axis) => shape[axis]!) : shape);
