import * as l10n from '@vscode/l10n';
import type { DesignDiff, LayerDiff, ValueChange } from '../../src/core/diff/designDiff';
import { describeChange, factsOf, pathText, titleOf } from '../../src/core/diff/describeDiff';
import { isOfNote } from '../../src/core/diff/diffText';
import type { Side } from '../../src/protocol/compare';
import { cellOf, type Cell } from './cells';

export interface LayerRow {
  readonly kind: 'layer';
  readonly key: string;
  readonly layer: LayerDiff;
  readonly side: Side | 'both';
  readonly before: Cell;
  readonly after: Cell;
}

/** Layers that are the same and far from a change. */
export interface FoldRow {
  readonly kind: 'fold';
  readonly key: string;
  readonly count: number;
  /** Keys of the first and the last of them: once unfolded they stay so, also when a change beside them moves the fold's ends. */
  readonly ends: readonly string[];
  /** Of the first and the last of them on each side. */
  readonly ids: { readonly before: readonly string[]; readonly after: readonly string[] };
}

export interface HeadRow {
  readonly kind: 'head';
  readonly key: string;
  readonly title: string;
}

export interface ValueRow {
  readonly kind: 'value';
  readonly key: string;
  readonly section: 'design' | 'training';
  readonly change: ValueChange;
}

export type Row = LayerRow | FoldRow | HeadRow | ValueRow;

/** Layers that are the same stay around a change; fewer than `LEAST` are not worth folding. */
const CONTEXT = 2;
const LEAST = 3;

/** What there is to see, from top to bottom. `unfolded`: keys of layers whose fold is open. `width`: pixels of a card. */
export function rowsOf(diff: DesignDiff, unfolded: ReadonlySet<string>, width: number): readonly Row[] {
  const { layers, rows } = diff;
  const near = new Uint8Array(rows.length);
  rows.forEach(({ layer }, i) => {
    if (isOfNote(layers[layer]!)) near.fill(1, Math.max(0, i - CONTEXT), i + CONTEXT + 1);
  });
  const keyAt = (i: number): string => keyOf(layers[rows[i]!.layer]!, rows[i]!.side);
  const isUnfolded = (start: number, end: number): boolean => {
    if (unfolded.size > 0) for (let i = start; i < end; i++) if (unfolded.has(keyAt(i))) return true;
    return false;
  };
  const found: Row[] = [];
  const show = (i: number): void => {
    const { layer, side } = rows[i]!;
    const at = layers[layer]!;
    const tokens = width - 110;
    found.push({
      kind: 'layer',
      key: keyAt(i),
      layer: at,
      side,
      before: cellOf(at, 'before', tokens, side),
      after: cellOf(at, 'after', tokens, side),
    });
  };
  for (let i = 0; i < rows.length; i++) {
    const start = i;
    while (i < rows.length && !near[i]) i++;
    if (i - start < LEAST || isUnfolded(start, i)) for (let at = start; at < i; at++) show(at);
    else {
      const ends = [keyAt(start), keyAt(i - 1)];
      found.push({ kind: 'fold', key: `fold ${ends[0]}`, count: i - start, ends, ids: endsOf(diff, start, i) });
    }
    if (i < rows.length) show(i);
  }
  const values = (section: ValueRow['section'], title: string, changes: readonly ValueChange[]): void => {
    if (changes.length === 0) return;
    found.push({ kind: 'head', key: `head ${section}`, title });
    for (const change of changes) found.push({ kind: 'value', key: `${section} ${pathText(change.path)}`, section, change });
  };
  values('design', l10n.t('Design'), diff.design);
  values('training', l10n.t('Training'), diff.training);
  return found;
}

/** The same as long as the layer is there, wherever rows come and go. */
const keyOf = (layer: LayerDiff, side: Side | 'both'): string => `${side} ${(side === 'before' ? layer.before : layer.after)?.id}`;

function endsOf({ layers, rows }: DesignDiff, start: number, end: number): FoldRow['ids'] {
  const folded = rows.slice(start, end).map(({ layer }) => layers[layer]!);
  const ids = (side: Side): string[] => folded.flatMap((layer) => layer[side]?.id ?? []);
  return { before: ids('before'), after: ids('after') };
}

/** Whether next and previous stop here. */
export const isChange = (row: Row): boolean =>
  row.kind === 'value' || (row.kind === 'layer' && (row.layer.change !== 'same' || row.layer.moved));

/** Pixels between a card and the next one: the line with the shape. */
const GAP = 24;

export function heightOf(row: Row): number {
  if (row.kind === 'fold') return 24 + GAP;
  if (row.kind === 'head') return 34;
  if (row.kind === 'value') return 26;
  return cardHeight(row) + GAP;
}

/** Both cards of a row are as high as the higher one. */
export const cardHeight = ({ before, after }: LayerRow): number => {
  const lines = Math.max(linesOf(before), linesOf(after));
  return lines === 1 ? 34 : 58;
};

const linesOf = ({ tokens, takes }: Cell): number => (tokens.length > 0 || takes !== undefined ? 2 : 1);

/** An arrow as a word. */
const spoken = (change: string): string => change.replaceAll('→', l10n.t('to'));

/** What a screen reader says. */
export function labelOf(row: Row): string {
  if (row.kind === 'fold') return l10n.t`${row.count} unchanged layers, folded`;
  if (row.kind === 'head') return row.title;
  if (row.kind === 'value')
    return `${row.section === 'design' ? l10n.t('Design') : l10n.t('Training')}: ${spoken(describeChange(row.change))}`;
  const { layer } = row;
  const facts = factsOf(layer).map((fact) => spoken(fact));
  const where = layer.moved && row.side !== 'both' ? [row.side === 'before' ? l10n.t('its old place') : l10n.t('its new place')] : [];
  return [titleOf(layer), ...(facts.length === 0 ? [l10n.t('unchanged')] : facts), ...where].join(', ');
}
