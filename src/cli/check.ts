import { withAdvice } from '../core/advice/advise';
import { describeMeasurement } from '../core/costs/describeMeasurement';
import { timesByName } from '../core/costs/stepTimes';
import type { RuntimeName } from '../core/training/events';
import { heldMemory, memoryLimit } from '../machine/memory';
import type { StepMeasurement } from '../protocol/stepMeasurement';
import type { DesignFile, Problem } from './designFile';
import { problemOf } from './designFile';
import { readPlaces, type PlaceOptions } from './places';
import type { Output } from './print';

/** The options of `layerwise check`. `dryRun`: take a step of random samples and measure it. */
export interface CheckOptions extends PlaceOptions {
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly runtime?: RuntimeName | 'auto';
}

/** Prints what is wrong in a design and what is advised; the result is the exit code: 1 where there are errors. */
export async function check(design: DesignFile, options: CheckOptions, output: Output): Promise<number> {
  const { name, text, analysis } = design;
  const { json, dryRun } = options;
  const { diagnostics } = withAdvice(analysis, undefined, { memory: heldMemory() });
  const problems = diagnostics.map((diagnostic) => problemOf(diagnostic, text));
  const failed = problems.some(({ severity }) => severity === 'error');
  if (!json) tell(name, problems, output);
  const step = dryRun && !failed ? await measure(design, options) : undefined;
  const plain = step && { ...step, times: { ...step.times, layers: timesByName(step.times) } };
  if (json) output.print(JSON.stringify(dryRun ? { problems, step: plain ?? null } : problems, undefined, 2));
  else if (step) output.print(describeMeasurement(step));
  return failed ? 1 : 0;
}

function tell(name: string, problems: readonly Problem[], output: Output): void {
  if (problems.length === 0) output.print(`${name}: no problems.`);
  for (const { line, column, severity, code, message } of problems)
    output.print(`${name}:${line}:${column}: ${severity} ${code}: ${message}`);
}

async function measure({ path, text }: DesignFile, { runtime, tensorflow, python }: CheckOptions): Promise<StepMeasurement> {
  const { measureStep } = await import('../trainer/measureStep');
  const places = readPlaces({ tensorflow, python });
  return measureStep({ designPath: path, designText: text, runtime, places, memoryLimit: memoryLimit() });
}
