import { classNameOf } from '../../core/evaluation/classNames';
import { valueFor } from '../../core/training/each';
import { ownData } from '../../core/training/ownData';
import type { EvaluationReport, EvaluationRequest } from '../../protocol/evaluation';
import { computeOutputs } from '../computeOutputs';
import { judgeClasses, judgeValues, type Judgement } from './judge';
import { looksOf } from './looks';
import { measure } from './measure';
import { openEvaluation, type OpenEvaluation } from './openEvaluation';
import { outputKind } from './outputKind';

/** What the weights of a run make of each sample that they did not learn from. Rejects with a `Failure`. */
export async function evaluateRun(request: EvaluationRequest, progress?: (share: number) => void): Promise<EvaluationReport> {
  const open = await openEvaluation(request);
  const { learner, part, samples, checkpoint, epoch, runtime } = open;
  try {
    const logs = await measure(open);
    const judgements = await judgeAll(open, request.passes, progress);
    const { inputs, data: section } = open.design;
    const indices = [...new Set(judgements.flatMap(({ shown }) => shown))];
    const looks = looksOf(samples, open.data, valueFor(section.scale, inputs[0]!.name), indices);
    return {
      logs,
      part,
      samples: samples.count,
      checkpoint,
      epoch,
      runtime: runtime.label,
      ...(request.passes !== undefined && { passes: request.passes }),
      random: learner.model.draws.length > 0,
      outputs: judgements.map(({ judged }) => judged(looks)),
      ...(looks.pictures && { pictures: looks.pictures }),
      ...(inputs.length === 1 && { input: { shape: open.data.sampleShapes[0]!, spread: looks.spread } }),
    };
  } finally {
    learner.dispose();
  }
}

async function judgeAll(
  { design, settings, data, samples, learner: { model } }: OpenEvaluation,
  passes: number | undefined,
  progress: ((share: number) => void) | undefined,
): Promise<readonly Judgement<EvaluationReport['outputs'][number]>[]> {
  const kinds = settings.outputs.map((output, i) => outputKind(samples, data.targets[i]!, output, model.outputShapes[i]!, i));
  let done = 0;
  const outputs = await computeOutputs(model, samples, data.sampleShapes, {
    ...(passes !== undefined && { passes }),
    finish: (values, i) => {
      const kind = kinds[i]!;
      return kind.kind === 'classes' ? kind.probabilities(values) : values;
    },
    between: async (computed) => {
      done += computed;
      progress?.(done / (samples.count * (passes ?? 1)));
      await new Promise((resolve) => setImmediate(resolve));
    },
  });
  return outputs.map((output, i) => {
    const kind = kinds[i]!;
    const { name } = design.outputs[i]!;
    if (kind.kind === 'values') return judgeValues(output, kind.targets, samples.count, name);
    return judgeClasses(output, kind, name, classNameOf(ownData(design.data, design.inputs[0]!.name, name)));
  });
}
