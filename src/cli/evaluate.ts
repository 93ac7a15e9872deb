import { accuracyOf, squareOf } from '../core/evaluation/confusion';
import { formatCount } from '../core/format';
import type { RuntimeName } from '../core/training/events';
import { toLine } from '../core/training/eventLines';
import { kerasNumber } from '../core/training/kerasLog';
import type { EvaluationReport } from '../protocol/evaluation';
import type { SavedWeights } from '../protocol/weightsExport';
import { classLines } from './classLines';
import { readPlaces, type PlaceOptions } from './places';
import type { Output } from './print';
import { runSource } from './runSource';

/** The options of `layerwise evaluate`. */
export interface EvaluateOptions extends PlaceOptions {
  readonly runtime: RuntimeName | 'auto';
  readonly checkpoint?: SavedWeights;
  readonly byClass?: boolean;
  readonly monteCarlo?: number;
  readonly json?: boolean;
}

/** Prints what the best weights of a run make of the test part of its data, or of the validation part where there is none. */
export async function evaluate(name: string, options: EvaluateOptions, output: Output): Promise<void> {
  const { runtime, checkpoint, monteCarlo: passes, byClass = passes !== undefined, json, ...places } = options;
  const folder = await runSource(name);
  const request = { folder, checkpoint, runtime, places: readPlaces(places) };
  if (byClass) {
    const { evaluateRun } = await import('../trainer/evaluation/evaluateRun');
    return sampleBySample(await evaluateRun({ ...request, passes }), { run: name, json }, output);
  }
  const { evaluate: compute } = await import('../trainer/evaluate');
  const result = await compute(folder, request);
  const { logs, part, samples, epoch } = result;
  if (json)
    return output.print(toLine({ ...logs, run: name, part, samples, checkpoint: result.checkpoint, epoch, runtime: result.runtime.name }));
  heading({ ...result, runtime: result.runtime.label }, output);
}

function heading({ checkpoint, epoch, samples, part, runtime, logs }: Omit<EvaluationReport, 'outputs' | 'random'>, output: Output): void {
  const values = Object.keys(logs)
    .sort()
    .map((key) => `${key}: ${kerasNumber(logs[key] ?? NaN)}`);
  output.print(`The ${checkpoint} weights (epoch ${epoch}) on ${formatCount(samples)} ${part} samples, ${runtime}:`);
  output.print(values.join(' - '));
}

function sampleBySample(report: EvaluationReport, { run, json }: { readonly run: string; readonly json?: boolean }, output: Output): void {
  const { outputs, passes, random } = report;
  if (passes !== undefined && !random)
    output.complain('Nothing in this model is random: every pass gives the same, and the deviation is 0 but for rounding.');
  if (json) {
    // The square of counts where that is all there is to say, else the sums of each class and the most frequent mistakes.
    const judged = outputs.map(({ shown: _shown, ...each }) =>
      each.kind === 'classes' ? { ...each, confusion: squareOf(each.confusion) ?? each.confusion } : each,
    );
    return output.print(toLine({ ...report.logs, run, part: report.part, samples: report.samples, checkpoint: report.checkpoint, epoch: report.epoch, ...(passes !== undefined && { passes }), outputs: judged })); // prettier-ignore
  }
  heading(report, output);
  for (const each of outputs) {
    output.print('');
    if (outputs.length > 1) output.print(`${each.name}:`);
    if (each.kind === 'classes') {
      if (passes !== undefined)
        output.print(`Accuracy by the mean of ${formatCount(passes)} passes with dropout: ${accuracyOf(each.confusion).toFixed(4)}`);
      for (const line of classLines(each.classNames, each.confusion)) output.print(line);
    } else {
      const { meanAbsoluteError, rootMeanSquareError, explained } = each;
      const facts = [`mean absolute error ${meanAbsoluteError.toFixed(4)}`, `root mean square error ${rootMeanSquareError.toFixed(4)}`];
      output.print([...facts, ...(explained === undefined ? [] : [`R² ${explained.toFixed(4)}`])].join(' - '));
    }
  }
}
