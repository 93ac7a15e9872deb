import { classNameOf } from '../../core/evaluation/classNames';
import { valueFor } from '../../core/training/each';
import { ownData } from '../../core/training/ownData';
import type { SampleAnswer, SampleRequest } from '../../protocol/evaluation';
import { computeOutputs } from '../computeOutputs';
import { dataPart } from '../data/dataPart';
import { elementCount } from '../data/numericArray';
import { readScale } from '../data/scale';
import { Failure } from '../failure';
import { likeliest } from './judge';
import { looksOf, short } from './looks';
import { openEvaluation } from './openEvaluation';
import { outputKind } from './outputKind';

/** Of a sample whose output is no class. */
const NUMBERS_SHOWN = 8;

/** What the weights of a run make of one sample, which goes the way of those in a file. Rejects with a `Failure`. */
export async function judgeSample({ values, passes, ...request }: SampleRequest): Promise<SampleAnswer> {
  const open = await openEvaluation(request);
  const { design, settings, data, samples, learner } = open;
  const { model } = learner;
  try {
    const shape = data.sampleShapes[0]!;
    if (data.sampleShapes.length > 1 || values.length !== elementCount(shape))
      throw new Failure(`A sample of ${values.length} numbers does not fit the model, which takes ${shape.join(' × ')}.`);
    const scale = valueFor(design.data.scale, design.inputs[0]!.name);
    const own = { inputs: [{ shape: [1, ...shape], values: Float64Array.from(values) }], targets: [] };
    const part = dataPart(own, { from: 0, to: 1 }, [readScale(scale)], data.moments);
    const kinds = settings.outputs.map((output, i) => outputKind(samples, data.targets[i]!, output, model.outputShapes[i]!, i));
    const outputs = await computeOutputs(model, part, data.sampleShapes, {
      passes,
      finish: (computed, i) => {
        const kind = kinds[i]!;
        return kind.kind === 'classes' ? kind.probabilities(computed) : computed;
      },
    });
    const looks = looksOf(part, data, scale, [0]);
    return {
      outputs: outputs.map((output, i) => {
        const kind = kinds[i]!;
        const { name } = design.outputs[i]!;
        if (kind.kind === 'values' || kind.places !== 1) {
          const given = looks.picture(output.values);
          return { kind: 'values', name, output: Array.from(output.values.subarray(0, NUMBERS_SHOWN), short), ...(given !== undefined && { given }) }; // prettier-ignore
        }
        const nameOf = classNameOf(ownData(design.data, design.inputs[0]!.name, name));
        const classNames = Array.from({ length: kind.classes }, (_, id) => nameOf(id));
        return { kind: 'classes', name, classNames, likely: likeliest(output, kind.classes, 0) };
      }),
    };
  } finally {
    learner.dispose();
  }
}
