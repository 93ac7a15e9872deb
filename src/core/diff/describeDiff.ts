import * as l10n from '@vscode/l10n';
import type { LayerAnalysis } from '../analysis';
import type { Json, JsonPath } from '../document';
import { formatBytes, formatCount, formatShape } from '../format';
import { CANONICAL, printInline } from '../print';
import type { DesignDiff, LayerDiff, ValueChange } from './designDiff';
import { allOf, parametersText } from '../countWords';

/** `+2 −1 ~3 ↕1`, and what of the training section: only what there is. */
export function shortCounts({ counts }: DesignDiff): string {
  const { added, removed, changed, moved, training } = counts;
  return [
    added > 0 && `+${formatCount(added)}`,
    removed > 0 && `−${formatCount(removed)}`,
    changed > 0 && `~${formatCount(changed)}`,
    moved > 0 && `↕${formatCount(moved)}`,
    training > 0 && l10n.t`training ${formatCount(training)}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** A count before and after: `235,500 → 266,610 (+31,110)`; one number where it is the same. */
export function countChange(before: number, after: number, format: (count: number) => string = formatCount): string {
  return before === after ? format(after) : `${format(before)} → ${format(after)} (${signed(after - before, format)})`;
}

/** `+31,110`, `−12 KB`. */
const signed = (difference: number, format: (count: number) => string = formatCount): string =>
  `${difference < 0 ? '−' : '+'}${format(Math.abs(difference))}`;

/** All of it in one sentence or two. */
export function summarySentence(diff: DesignDiff): string {
  if (diff.equal) return l10n.t('Both are the same model with the same training.');
  const { added, removed, changed, moved, training } = diff.counts;
  const kinds = [
    [added, l10n.t('1 layer added'), (count: string) => l10n.t('{0} layers added', count)],
    [removed, l10n.t('1 layer removed'), (count: string) => l10n.t('{0} layers removed', count)],
    [changed, l10n.t('1 layer changed'), (count: string) => l10n.t('{0} layers changed', count)],
    [moved, l10n.t('1 layer moved'), (count: string) => l10n.t('{0} layers moved', count)],
    [training, l10n.t('1 value of training changed'), (count: string) => l10n.t('{0} values of training changed', count)],
  ] as const;
  const parts = [
    ...kinds.flatMap(([count, one, many]) => (count === 0 ? [] : [count === 1 ? one : many(formatCount(count))])),
    ...diff.design.map(({ path: [key] }) => (key === 'name' ? l10n.t('the name changed') : l10n.t('the outputs changed'))),
  ];
  const words = allOf(parts);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}. ${totalsSentence(diff)}`;
}

function totalsSentence({ totals: { before, after } }: DesignDiff): string {
  if (!before.complete || !after.complete) return l10n.t('Not all parameters are known, because a design has errors.');
  if (before.total === after.total) return l10n.t`Still ${parametersText(after.total)}.`;
  return l10n.t`Parameters ${countChange(before.total, after.total)}.`;
}

/** The layer by its type and name, the new one where both are there. */
export const titleOf = ({ before, after }: LayerDiff): string => {
  const layer = after ?? before;
  return `${layer?.type ?? ''} ${layer?.name ?? ''}`.trim();
};

const changeWords = {
  same: l10n.t('unchanged'),
  changed: l10n.t('changed'),
  added: l10n.t('added'),
  removed: l10n.t('removed'),
} as const;

/** What became of a layer, fact by fact: `units 300 → 100`, `renamed from hidden1`, `output 300 → 100`. */
export function factsOf({ change, before, after, fields, inputs, renamed, moved, affected }: LayerDiff): readonly string[] {
  if (!before || !after) return [changeWords[change], ...sizeOf(after ?? before)];
  return [
    ...(renamed ? [l10n.t`renamed from ${before.name}`] : []),
    ...(moved ? [l10n.t('moved')] : []),
    ...(inputs ? [l10n.t`takes ${listOf(inputs.before)} → ${listOf(inputs.after)}`] : []),
    ...fields.map(describeChange),
    ...(affected ? effects(before, after) : []),
  ];
}

function effects(before: LayerAnalysis, after: LayerAnalysis): string[] {
  const [old, now] = [shapeText(before), shapeText(after)];
  const [few, many] = [before.parameters?.total, after.parameters?.total];
  return [
    ...(old === now ? [] : [l10n.t`output ${old} → ${now}`]),
    ...(few === many
      ? []
      : [
          l10n.t`parameters ${few === undefined || many === undefined ? `${countText(few)} → ${countText(many)}` : countChange(few, many)}`,
        ]),
  ];
}

const sizeOf = (layer: LayerAnalysis | undefined): string[] => {
  const count = layer?.parameters?.total ?? 0;
  return count > 0 ? [parametersText(count)] : [];
};

export const shapeText = ({ output }: LayerAnalysis): string => (output ? formatShape(output) : l10n.t('unknown'));
const countText = (count: number | undefined): string => (count === undefined ? '?' : formatCount(count));
const listOf = (names: readonly string[]): string => names.join(', ') || l10n.t('nothing');

/** `kernel_regularizer.l2`, `callbacks[0].patience`. */
export const pathText = (path: JsonPath): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');

/** `units 300 → 100`; what a file does not say is its default. */
export const describeChange = ({ path, before, after }: ValueChange): string =>
  `${pathText(path)} ${valueText(before)} → ${valueText(after)}`;

/** A value as it stands in the file, without the quotes of a plain text, cut where it is long. */
export function valueText(value: Json | undefined): string {
  if (value === undefined) return l10n.t('default');
  const text = typeof value === 'string' ? value : printInline(value, CANONICAL);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

/** Each total that is not the same, in words; empty where all are. */
export function totalsChanges({ totals: { before, after } }: DesignDiff): readonly (readonly [what: string, change: string])[] {
  const rows = [
    [l10n.t('parameters'), before.total, after.total, formatCount],
    [l10n.t('trainable'), before.trainable, after.trainable, formatCount],
    [l10n.t('multiply-adds'), before.multiplyAdds, after.multiplyAdds, formatCount],
    [l10n.t('weights'), before.bytes, after.bytes, formatBytes],
    [l10n.t('outputs of one sample'), before.activationBytes, after.activationBytes, formatBytes],
  ] as const;
  return rows.filter(([, old, now]) => old !== now).map(([what, old, now, format]) => [what, countChange(old, now, format)] as const);
}
