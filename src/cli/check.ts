import { withAdvice } from '../core/advice/advise';
import type { DesignFile } from './designFile';
import { problemOf } from './designFile';
import type { Output } from './print';

/** Prints what is wrong in a design and what is advised; the result is the exit code: 1 where there are errors. */
export function check({ name, text, analysis }: DesignFile, { json }: { json?: boolean }, output: Output): number {
  const problems = withAdvice(analysis).diagnostics.map((diagnostic) => problemOf(diagnostic, text));
  if (json) output.print(JSON.stringify(problems, undefined, 2));
  else if (problems.length === 0) output.print(`${name}: no problems.`);
  else
    for (const { line, column, severity, code, message } of problems)
      output.print(`${name}:${line}:${column}: ${severity} ${code}: ${message}`);
  return problems.some(({ severity }) => severity === 'error') ? 1 : 0;
}
