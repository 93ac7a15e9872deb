import type { Json } from '../../../src/core/document';
import { isProblem, resolveNamed } from '../../../src/core/layers/registries';
import type { Weight } from '../../../src/core/layers/layerType';

/** Inputs and outputs of a unit, as Keras counts them (`compute_fans` of its initializers). */
function fansOf(shape: readonly number[]): { readonly in: number; readonly out: number } {
  if (shape.length === 0) return { in: 1, out: 1 };
  if (shape.length === 1) return { in: shape[0] ?? 1, out: shape[0] ?? 1 };
  const field = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  return { in: (shape.at(-2) ?? 1) * field, out: (shape.at(-1) ?? 1) * field };
}

const figure = (value: number): string => (value < 1e-3 || value >= 1e4 ? value.toExponential(2) : value.toPrecision(3));

/**
 * The spread of the weights that an initializer makes here, with its sum: `σ = √(2/784) = 0.0505`, or the bound of a
 * uniform one. `undefined` where there is nothing to calculate. The formulas are those of Keras's VarianceScaling.
 */
export function spreadOf(field: string, value: Json, weights: readonly Weight[]): string | undefined {
  const weight = weights.find(({ stem }) => field === `${stem}_initializer`);
  const resolved = resolveNamed('initializer', value);
  if (!weight || isProblem(resolved)) return undefined;
  const { entry, values } = resolved;
  const fans = fansOf(weight.shape);
  const scaled = (scale: number, mode: Json | undefined, uniform: boolean): string => {
    const numerator = (mode === 'fan_avg' ? 2 : 1) * (uniform ? 3 : 1) * scale;
    const fan = mode === 'fan_avg' ? fans.in + fans.out : mode === 'fan_out' ? fans.out : fans.in;
    const top = Number(numerator.toPrecision(6));
    return `${uniform ? '±' : 'σ = '}√(${top}/${fan}) = ${uniform ? '±' : ''}${figure(Math.sqrt(top / fan))}`;
  };
  const [, family, shape] = /^(glorot|he|lecun)_(normal|uniform)$/.exec(entry.name) ?? [];
  if (family !== undefined) return scaled(family === 'he' ? 2 : 1, family === 'glorot' ? 'fan_avg' : 'fan_in', shape === 'uniform');
  if (entry.name === 'variance_scaling') return scaled(Number(values.scale), values.mode, values.distribution === 'uniform');
  return undefined;
}
