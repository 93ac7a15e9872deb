import type { DataSection } from '../document';
import { valueFor } from './each';

/** A data section as one input and one output of the model see it; what is null in the file is absent. */
export interface OwnData {
  readonly dataset?: string;
  readonly inputs?: string;
  readonly targets?: string;
  readonly scale?: number | string;
  readonly standardize?: string;
  readonly classes?: readonly number[];
  readonly positive?: readonly number[];
  readonly class_names?: readonly string[];
  readonly target?: 'input' | 'rotation';
  readonly count?: number;
  readonly validation?: DataSection['validation'];
}

/** @param input name of an Input layer @param output name of an output */
export function ownData(section: DataSection, input: string, output: string): OwnData {
  return {
    dataset: section.dataset ?? undefined,
    inputs: valueFor(section.inputs, input),
    targets: valueFor(section.targets, output),
    scale: valueFor(section.scale, input),
    standardize: valueFor(section.standardize, input),
    classes: valueFor(section.classes, output),
    positive: valueFor(section.positive, output),
    class_names: valueFor(section.class_names, output),
    target: valueFor(section.target, output),
    count: section.count ?? undefined,
    validation: section.validation ?? undefined,
  };
}
