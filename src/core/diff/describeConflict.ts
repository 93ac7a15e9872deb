import * as l10n from '@vscode/l10n';
import type { Analysis } from '../analysis';
import { analyzeText } from '../analyze';
import { formatCount } from '../format';
import { findConflicts, resolved, type Conflict, type ConflictChoice } from './conflict';
import { factsOf, pathText, titleOf, valueText } from './describeDiff';
import type { DesignDiff, ValueChange } from './designDiff';
import { diffDesigns } from './diffDesigns';
import { parametersText, problemsText } from '../countWords';

/** What a whole design would come to. */
export interface Outcome {
  readonly analysis: Analysis;
  /** `235,500 parameters, no problems`. */
  readonly words: string;
  readonly readable: boolean;
}

/** One conflict in words. */
export interface ConflictStory {
  readonly conflict: Conflict;
  /** What stands against what, layer by layer and value by value: what theirs has where ours has something else. */
  readonly differences: readonly { readonly what: string; readonly ours: string; readonly theirs: string }[];
  /** Choices that make sense; `both` only where the result can be read. */
  readonly choices: readonly ConflictChoice[];
}

/** All conflicts of a text, and what it would be with one side taken everywhere. */
export interface Conflicts {
  readonly stories: readonly ConflictStory[];
  readonly ours: Outcome;
  readonly theirs: Outcome;
}

/** With more conflicts than this, what one of them changes alone is not worked out. */
const MOST_TOLD = 40;

/** `undefined` where the text has no conflict. */
export function readConflicts(text: string): Conflicts | undefined {
  const conflicts = findConflicts(text);
  if (conflicts.length === 0) return undefined;
  const ours = outcome(resolved(text, conflicts, () => 'ours'));
  const theirs = outcome(resolved(text, conflicts, () => 'theirs'));
  const stories = conflicts.map((conflict, index): ConflictStory => {
    if (index >= MOST_TOLD) return { conflict, differences: [], choices: ['ours', 'theirs'] };
    const alone = analyzeText(resolved(text, conflicts, (i) => (i === index ? 'theirs' : 'ours')));
    const differences = ours.readable && alone.design ? differencesOf(diffDesigns(ours.analysis, alone)) : [];
    return { conflict, differences, choices: canTakeBoth(text, conflicts, index) ? ['ours', 'theirs', 'both'] : ['ours', 'theirs'] };
  });
  return { stories, ours, theirs };
}

function outcome(text: string): Outcome {
  const analysis = analyzeText(text);
  const { design, totals, diagnostics } = analysis;
  if (!design) return { analysis, words: l10n.t('cannot be read as a design'), readable: false };
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const count = totals.complete ? parametersText(totals.total) : l10n.t`at least ${formatCount(totals.total)} parameters`;
  return {
    analysis,
    words: `${count}, ${errors === 0 ? l10n.t('no errors') : problemsText('error', errors)}`,
    readable: true,
  };
}

function differencesOf({ layers, training, design }: DesignDiff): ConflictStory['differences'] {
  return [
    ...layers.flatMap((layer) => {
      const what = titleOf(layer);
      if (layer.change === 'added')
        return [{ what, ours: l10n.t('not there'), theirs: factsOf(layer).slice(1).join(', ') || l10n.t('there') }];
      if (layer.change === 'removed')
        return [{ what, ours: factsOf(layer).slice(1).join(', ') || l10n.t('there'), theirs: l10n.t('not there') }];
      const values = [
        ...(layer.renamed ? [[l10n.t('name'), layer.before?.name ?? '', layer.after?.name ?? ''] as const] : []),
        ...(layer.inputs ? [[l10n.t('takes'), layer.inputs.before.join(', '), layer.inputs.after.join(', ')] as const] : []),
        ...layer.fields.map((change) => sidesOf(change)),
      ];
      if (values.length === 0) return layer.moved ? [{ what, ours: l10n.t('at its place'), theirs: l10n.t('at another place') }] : [];
      return values.map(([field, ours, theirs]) => ({ what: `${what}: ${field}`, ours, theirs }));
    }),
    ...[...design, ...training.map((change) => ({ ...change, path: ['training', ...change.path] }))].map((change) => {
      const [what, ours, theirs] = sidesOf(change);
      return { what, ours, theirs };
    }),
  ];
}

const sidesOf = ({ path, before, after }: ValueChange) => [pathText(path), valueText(before), valueText(after)] as const;

/** Whether taking both gives a design in which no key and no name is there twice, whatever the others become. */
export function canTakeBoth(text: string, conflicts: readonly Conflict[], index: number): boolean {
  const { design, diagnostics } = analyzeText(resolved(text, conflicts, (i) => (i === index ? 'both' : 'ours')));
  return design !== undefined && !diagnostics.some(({ code }) => code === 'format.duplicate-key' || code === 'layer.duplicate-name');
}
