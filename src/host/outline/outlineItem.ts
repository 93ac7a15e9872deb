import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Analysis, LayerAnalysis } from '../../core/analysis';
import { describe } from '../../core/describe';
import type { Diagnostic, Severity } from '../../core/diagnostics';
import { formatCount, formatShape } from '../../core/format';
import type { Family } from '../../core/layers/layerType';
import { titleOf, type OutlineEntry } from '../../core/outline';
import { parametersText } from '../../core/countWords';

/** Uris of this scheme only carry problems to their decoration. */
const OUTLINE_SCHEME = 'layerwise-layer';
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'hint'];

/** The icon that comes closest to the card's, in the colour of its family. */
const ICONS: Readonly<Record<Family, readonly [icon: string, color?: string]>> = {
  io: ['arrow-right', 'charts.foreground'],
  shape: ['symbol-ruler'],
  core: ['symbol-method', 'charts.blue'],
  conv: ['symbol-array', 'charts.green'],
  norm: ['graph-scatter', 'charts.purple'],
  recurrent: ['sync', 'charts.orange'],
  regular: ['circle-slash', 'charts.blue'],
  attention: ['eye', 'charts.purple'],
};

/** Everything that an entry shows. */
export interface OutlineContext {
  readonly document: vscode.TextDocument;
  readonly analysis: Analysis;
  /** By id of the layer. */
  readonly problems: ReadonlyMap<string, readonly Diagnostic[]>;
}

export function outlineItem(entry: OutlineEntry, context: OutlineContext): vscode.TreeItem {
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(titleOf(entry), entry.kind === 'layer' ? None : Collapsed);
  const own = problemsOf(entry, context);
  item.id = `${context.document.uri.toString()}\n${entry.kind} ${entry.id}`;
  item.resourceUri = decorated(own);
  if (entry.kind === 'run') {
    item.iconPath = new vscode.ThemeIcon('layers');
    item.contextValue = 'run';
    item.accessibilityInformation = { label: [titleOf(entry), ...words(own)].join(', ') };
    return item;
  }
  const { layer } = entry;
  const [icon, color] = layer.spec ? ICONS[layer.spec.family] : [entry.kind === 'instance' ? 'symbol-namespace' : 'question'];
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  const repeat = entry.kind === 'instance' && entry.layer.repeat > 1 ? `${formatCount(entry.layer.repeat)} × ` : '';
  item.description = `${repeat}${typeOf(entry)} · ${layer.output ? formatShape(layer.output) : 'unknown'}`;
  item.tooltip = tooltip(entry, own);
  item.contextValue = entry.kind;
  item.accessibilityInformation = { label: [titleOf(entry), item.description, parameters(layer), ...words(own)].join(', ') };
  return item;
}

const typeOf = (entry: Exclude<OutlineEntry, { kind: 'run' }>): string =>
  (entry.kind === 'instance' ? entry.layer.block : undefined) ?? (entry.layer.type || l10n.t('no type'));

function problemsOf(entry: OutlineEntry, { problems }: OutlineContext): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const waiting: OutlineEntry[] = [entry];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.kind !== 'run') found.push(...(problems.get(next.layer.id) ?? []));
    if (next.kind !== 'layer') waiting.push(...next.entries);
  }
  return found;
}

const counted = (problems: readonly Diagnostic[]) =>
  SEVERITIES.map((severity) => ({ severity, count: problems.filter((one) => one.severity === severity).length }));

const words = (problems: readonly Diagnostic[]): readonly string[] =>
  counted(problems).flatMap(({ severity, count }) => (count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`]));

function decorated(problems: readonly Diagnostic[]): vscode.Uri | undefined {
  const worst = counted(problems).find(({ count }) => count > 0);
  return worst && vscode.Uri.from({ scheme: OUTLINE_SCHEME, path: `/${worst.severity}/${worst.count}` });
}

function parameters({ parameters: counts, arithmetic }: LayerAnalysis): string {
  if (!counts) return l10n.t('parameters unknown');
  const total = parametersText(counts.total);
  return arithmetic === undefined || counts.total === 0 ? total : `${total} = ${arithmetic}`;
}

function tooltip(entry: Exclude<OutlineEntry, { kind: 'run' }>, problems: readonly Diagnostic[]): vscode.MarkdownString {
  const { layer } = entry;
  const known = layer.inputShapes.flatMap((shape) => (shape ? [formatShape(shape)] : []));
  const shapes = [known.join(', '), layer.output ? formatShape(layer.output) : 'unknown'].filter(Boolean).join(' → ');
  const lines = [`${typeOf(entry)} ${layer.name}`, shapes, parameters(layer), ...(layer.frozen ? ['frozen'] : [])];
  const text = new vscode.MarkdownString();
  for (const line of [...lines, ...problems.slice(0, MOST_PROBLEMS).map(describe)]) text.appendText(line).appendMarkdown('\n\n');
  return text;
}

const MOST_PROBLEMS = 5;

const COLORS: Readonly<Record<string, string>> = { error: 'list.errorForeground', warning: 'list.warningForeground' };

/** The number of problems beside an entry, as the explorer has it beside a file. */
export const outlineBadges: vscode.FileDecorationProvider = {
  provideFileDecoration: ({ scheme, path }) => {
    if (scheme !== OUTLINE_SCHEME) return undefined;
    const [, severity = '', count = ''] = path.split('/');
    const color = COLORS[severity];
    const badge = Number(count) > 9 ? '9+' : count;
    const title = `${count} ${severity}${count === '1' ? '' : 's'}`;
    return new vscode.FileDecoration(badge, title, color === undefined ? undefined : new vscode.ThemeColor(color));
  },
};
