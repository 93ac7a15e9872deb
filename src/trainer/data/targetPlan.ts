import type { DataSection } from '../../core/document';
import { isByName, valueFor } from '../../core/training/each';
import { Failure } from '../failure';

/** What an output's targets are made of: the samples themselves, how far they are turned, or an array. */
export type TargetSource =
  | { readonly kind: 'input' | 'rotation' }
  /** `array`: which of `TargetPlan.names`. */
  | { readonly kind: 'array'; readonly array: number; readonly positive?: readonly number[] };

/** Which arrays of targets are read, and what the outputs take of them. */
export interface TargetPlan {
  /** Files as the design names them; `undefined`: the targets of the data set. */
  readonly names: readonly (string | undefined)[];
  /** For each array one of the outputs that it is for, whose name it goes by. */
  readonly owners: readonly string[];
  /** For each output. */
  readonly sources: readonly TargetSource[];
  /** Samples are taken only where the class in that array is one of these. */
  readonly choices: readonly { readonly array: number; readonly classes: readonly number[] }[];
  /** Files that say how much each sample counts. */
  readonly weights: readonly string[];
  /** For each output which of them; absent: all count alike. */
  readonly weighed: readonly (number | undefined)[];
}

/** Works out a data section. @param outputs names of the model's */
export function planTargets(section: DataSection, outputs: readonly string[]): TargetPlan {
  const names: (string | undefined)[] = [];
  const owners: string[] = [];
  const arrayOf = (output: string): number => {
    const name = section.dataset === undefined ? fileOf(section, output, outputs) : undefined;
    if (!names.includes(name)) {
      names.push(name);
      owners.push(output);
    }
    return names.indexOf(name);
  };
  const sources = outputs.map((output): TargetSource => {
    const made = valueFor(section.target, output);
    if (made) return { kind: made };
    return { kind: 'array', array: arrayOf(output), positive: valueFor(section.positive, output) };
  });
  return { names, owners, sources, choices: choicesOf(section, outputs, arrayOf, names), ...planWeights(section.sample_weights, outputs) };
}

function planWeights(files: DataSection['sample_weights'], outputs: readonly string[]): Pick<TargetPlan, 'weights' | 'weighed'> {
  const named = outputs.map((output) => valueFor(files, output));
  const weights = [...new Set(named.filter((file) => file !== undefined))];
  return { weights, weighed: named.map((file) => (file === undefined ? undefined : weights.indexOf(file))) };
}

function fileOf({ inputs, targets }: DataSection, output: string, outputs: readonly string[]): string {
  const file = valueFor(targets, output);
  if (file !== undefined) return file;
  const of = outputs.length > 1 ? ` for the output ${output}` : '';
  const example = outputs.length > 1 ? `"targets": { ${outputs.map((name) => `"${name}": …`).join(', ')} }` : '"targets"';
  const named = typeof inputs === 'string' ? `inputs (${inputs})` : 'inputs';
  throw new Failure(`The design names ${named} but no targets${of}.`, {
    next: `Give training.data ${example}: a file, or an array of an archive ("data.npz#y_train").`,
  });
}

function choicesOf(
  { classes }: DataSection,
  outputs: readonly string[],
  arrayOf: (output: string) => number,
  names: readonly unknown[],
): TargetPlan['choices'] {
  if (classes === undefined || classes === null) return [];
  if (isByName(classes))
    return outputs.flatMap((output) => {
      const chosen = valueFor(classes, output);
      return chosen ? [{ array: arrayOf(output), classes: chosen }] : [];
    });
  if (names.length > 1)
    throw new Failure('"classes" does not say by which targets the samples are chosen: there are several files of them.', {
      next: `Say it of an output: "classes": { "${outputs[0]}": [${classes.join(', ')}] }.`,
    });
  return [{ array: names.length === 1 ? 0 : arrayOf(outputs[0]!), classes: classes }];
}
