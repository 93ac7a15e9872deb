import { layerOfId, type Analysis } from '../analysis';
import { analyzeText } from '../analyze';
import { describe } from '../describe';
import { diffJson } from '../diff/diffJson';
import { diffLines } from '../diff/diffText';
import { diffDesigns } from '../diff/diffDesigns';
import { applyEdit, applyTextEdits } from '../edit';
import type { TextEdit } from '../edits';
import { fixesFor } from '../fixes';
import { formatCount } from '../format';
import { locate, position } from '../locate';
import { summaryTable } from '../summary';
import type { RunState } from '../training/run';
import { readEdits } from './editForms';

/** What an assistant is told: words, and the same as data. */
export interface Answer {
  readonly text: string;
  readonly data: object;
}

/** The problems and the advice of a design, each with its place and what would mend it. */
export function validation(text: string, analysis: Analysis): Answer {
  const problems = analysis.diagnostics.map((diagnostic) => {
    const { severity, code, layer, place } = diagnostic;
    const { line, column } = position(text, locate(text, diagnostic.place).offset);
    const fixes = fixesFor(diagnostic, layerOfId(analysis, layer)).map(({ title, edit }) => ({ title, edit }));
    return { severity, code, ...(layer !== undefined && { layer }), path: place.path, line, column, message: describe(diagnostic), fixes };
  });
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const words = problems.map(({ severity, line, message }) => `${severity}, line ${line}: ${message}`);
  return { text: [verdict(errors, problems.length), ...words].join('\n'), data: { valid: errors === 0, problems } };
}

function verdict(errors: number, all: number): string {
  if (all === 0) return 'The design is valid, and there is nothing to advise.';
  if (errors === 0) return `The design is valid. There is advice: ${all}.`;
  return `The design has ${errors === 1 ? 'an error' : `${errors} errors`}: it cannot be trained like this.`;
}

/** The layers with shapes and parameters, and how the design is trained. */
export function summaryOf(analysis: Analysis): Answer {
  const { design, layers, totals, inputs, outputs } = analysis;
  if (!design) return { text: describe(analysis.diagnostics[0]!), data: { valid: false } };
  return {
    text: summaryTable(analysis),
    data: {
      name: design.name ?? null,
      layers: layers.map(({ id, type, layer, inputs: takes, output, parameters, multiplyAdds }) => ({
        layer: id,
        type,
        fields: layer,
        takes,
        output: output ?? null,
        parameters: parameters?.total ?? null,
        multiplyAdds: multiplyAdds ?? null,
      })),
      inputs,
      outputs,
      parameters: totals.total,
      trainable: totals.trainable,
      multiplyAdds: totals.multiplyAdds,
      training: design.training ?? null,
    },
  };
}

export type Proposal =
  | { readonly ok: true; readonly edits: readonly TextEdit[]; readonly answer: Answer }
  /** Why it can't be done, and what could. */
  | { readonly ok: false; readonly reason: string };

/** What edits would make of a design, before anybody makes them. */
export function proposal(text: string, given: unknown): Proposal {
  const edits = readEdits(given);
  if (typeof edits === 'string') return { ok: false, reason: edits };
  const result = applyEdit(text, edits.length === 1 ? edits[0]! : { type: 'several', edits });
  if (!result.ok) return result;
  const [before, after] = [analyzeText(text), analyzeText(applyTextEdits(text, result.edits))];
  const diff = diffDesigns(before, after);
  const errors = newErrors(before, after);
  const words = [...diffLines(diff).map((line) => line.text), ...errors.map((message) => `New error: ${message}`)];
  return { ok: true, edits: result.edits, answer: { text: words.join('\n'), data: { ...diffJson(diff), newErrors: errors } } };
}

function newErrors(before: Analysis, after: Analysis): readonly string[] {
  const messages = ({ diagnostics }: Analysis): string[] => diagnostics.filter(({ severity }) => severity === 'error').map(describe);
  const known = new Set(messages(before));
  return messages(after).filter((message) => !known.has(message));
}

/** How far a run is and what it has reached. */
export function runAnswer(run: RunState): Answer {
  const { id, name, phase, epoch, epochs, epochLogs, bestEpoch, failure, notes } = run;
  const last = epochLogs.at(-1);
  const words = [
    `${name} (${id}): ${phase}, epoch ${formatCount(epoch)} of ${formatCount(epochs)}.`,
    ...(last ? [`Last epoch: ${Object.entries(last.logs).map(([key, value]) => `${key} ${value.toPrecision(4)}`).join(', ')}.`] : []), // prettier-ignore
    ...(failure ? [[failure.message, failure.next].filter(Boolean).join(' ')] : []),
  ];
  return {
    text: words.join('\n'),
    data: { id, name, phase, epoch, epochs, bestEpoch: bestEpoch ?? null, epochLogs, failure: failure ?? null, notes },
  };
}
