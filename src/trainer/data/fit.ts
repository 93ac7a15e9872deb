import type { Shape } from '../../core/diagnostics';
import { formatShape } from '../../core/format';
import { Failure } from '../failure';
import { elementCount } from './numericArray';

/** What the data's targets become for the loss. */
export interface TargetFit {
  readonly kind: 'classes' | 'values';
  readonly shape: readonly number[];
}

/**
 * The shape in which the samples go into the model. They may differ from the model's Input by dimensions of 1 ([28, 28]
 * for [28, 28, 1]) or by being flat on one side ([784] for [28, 28]); the order of the numbers stays the same.
 */
export function fitInputs(data: readonly number[], model: Shape, name: string): readonly number[] {
  const fit = sameNumbers(data, model);
  if (fit) return fit;
  throw new Failure(`The samples of ${name} have the shape ${formatShape(data)}, the model's Input has ${formatShape(model)}.`, {
    next: `Give the Input the shape [${data.join(', ')}], or add a Reshape layer after it.`,
  });
}

/** The shape of a target that is the sample itself, under the same rules. */
export function fitOutput(data: readonly number[], output: Shape, name: string): readonly number[] {
  const fit = sameNumbers(data, output);
  if (fit) return fit;
  throw new Failure(
    `With "target": "input" the model gives back what goes in, but the samples of ${name} have the shape ${formatShape(data)}, its output ${formatShape(output)}.`,
    { next: `End with a layer that gives the shape [${data.join(', ')}], such as Reshape.` },
  );
}

/** The shape of `data` as the model has it, where the numbers and their order are the same. */
function sameNumbers(data: readonly number[], model: Shape): readonly number[] | undefined {
  if (matches(data, model)) return data;
  const fixed = model.filter((size) => size !== null);
  const known = fixed.length === model.length;
  const alike = sameBesidesOnes(data, fixed) || data.length === 1 || model.length === 1;
  return known && alike && elementCount(data) === elementCount(fixed) ? fixed : undefined;
}

/** How targets of shape `data` fit the model's output `output` under a loss. `units`: what class ids must stay below. */
export function fitTargets(data: readonly number[], output: Shape, loss: string, name: string): TargetFit & { readonly units?: number } {
  const flat = data.length > 0 && data.at(-1) === 1 ? data.slice(0, -1) : data;
  if (loss === 'sparse_categorical_crossentropy') {
    const ids = output.slice(0, -1);
    const shape = [data, flat].find((candidate) => matches(candidate, ids));
    if (shape) return { kind: 'classes', shape, units: output.at(-1) ?? undefined };
    if (matches(data, output))
      throw mismatch(name, data, output, loss, 'These look like one-hot targets: take the loss categorical_crossentropy.');
    throw mismatch(name, data, output, loss, 'This loss takes one class id a sample.');
  }
  if (matches(data, output)) return { kind: 'values', shape: data };
  // One number a sample may stand without a dimension of its own, as [n] or as [n, 1].
  if (matches([...data, 1], output)) return { kind: 'values', shape: [...data, 1] };
  if (flat !== data && matches(flat, output)) return { kind: 'values', shape: flat };
  const ids = loss === 'categorical_crossentropy' && matches(flat, output.slice(0, -1));
  throw mismatch(
    name,
    data,
    output,
    loss,
    ids ? 'For class ids take the loss sparse_categorical_crossentropy.' : 'Give the last layer as many units as a target has values.',
  );
}

function mismatch(name: string, data: readonly number[], output: Shape, loss: string, next: string): Failure {
  const found = data.length === 0 ? 'one number a sample' : `of the shape ${formatShape(data)}`;
  return new Failure(
    `The targets of ${name} are ${found}, the model's output has the shape ${formatShape(output)}; they do not go together under the loss ${loss}.`,
    { next },
  );
}

const matches = (data: readonly number[], model: Shape) =>
  data.length === model.length && data.every((size, axis) => model[axis] === null || model[axis] === size);

function sameBesidesOnes(one: readonly number[], other: readonly number[]): boolean {
  const left = one.filter((size) => size !== 1);
  const right = other.filter((size) => size !== 1);
  return left.length === right.length && left.every((size, axis) => size === right[axis]);
}
