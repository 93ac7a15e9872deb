import type { DesignDiff, LayerDiff } from './designDiff';
import { describeChange, factsOf, summarySentence, titleOf, totalsChanges } from './describeDiff';

export type Tone = 'plain' | 'added' | 'removed' | 'changed' | 'dim' | 'title';

/** A line of a difference, and what it is, for whoever has colours. */
export interface DiffLine {
  readonly text: string;
  readonly tone: Tone;
}

/** So many layers that are the same stand around what differs. */
const CONTEXT = 1;

/** The layers in the order of both designs, one a line, those far from a change folded; then training and totals. */
export function diffLines(diff: DesignDiff): readonly DiffLine[] {
  const lines: DiffLine[] = [{ text: summarySentence(diff), tone: 'title' }];
  if (diff.equal) return lines;
  lines.push(BLANK, ...layerLines(diff));
  const others = [...diff.design.map(describeChange), ...diff.training.map((change) => `training ${describeChange(change)}`)];
  if (others.length > 0) lines.push(BLANK, ...others.map((text): DiffLine => ({ text: `~ ${text}`, tone: 'changed' })));
  const totals = totalsChanges(diff);
  if (totals.length > 0) lines.push(BLANK, ...totals.map(([what, change]): DiffLine => ({ text: `  ${what} ${change}`, tone: 'plain' })));
  return lines;
}

const BLANK: DiffLine = { text: '', tone: 'plain' };

/** Whether there is something to say of a layer. */
export const isOfNote = ({ change, moved, affected }: LayerDiff): boolean => change !== 'same' || moved || affected;

function layerLines({ layers, rows }: DesignDiff): DiffLine[] {
  const shown = rows.filter(({ side, layer }) => side !== 'before' || !layers[layer]!.moved);
  const near = new Uint8Array(shown.length);
  shown.forEach(({ layer }, i) => {
    if (isOfNote(layers[layer]!)) near.fill(1, Math.max(0, i - CONTEXT), i + CONTEXT + 1);
  });
  const lines: DiffLine[] = [];
  for (let i = 0; i < shown.length; i++) {
    const start = i;
    while (i < shown.length && !near[i]) i++;
    if (i > start) lines.push({ text: `  … ${i - start} unchanged`, tone: 'dim' });
    if (i < shown.length) lines.push(layerLine(layers[shown[i]!.layer]!));
  }
  return lines;
}

function layerLine(layer: LayerDiff): DiffLine {
  const { change, moved, affected } = layer;
  const facts = factsOf(layer).filter((fact) => fact !== change);
  const text = [titleOf(layer), ...(facts.length > 0 ? [facts.join(', ')] : [])].join(': ');
  if (change === 'added') return { text: `+ ${text}`, tone: 'added' };
  if (change === 'removed') return { text: `− ${text}`, tone: 'removed' };
  if (change === 'changed') return { text: `~ ${text}`, tone: 'changed' };
  return { text: `${moved ? '↕' : ' '} ${text}`, tone: moved ? 'changed' : affected ? 'plain' : 'dim' };
}

/** The same for a page or a comment on a change: GitHub's and GitLab's Markdown. */
export function diffMarkdown(diff: DesignDiff): string {
  if (diff.equal) return summarySentence(diff);
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const table = (head: readonly [string, string], rows: readonly (readonly [string, string])[]): string[] =>
    rows.length === 0 ? [] : ['', `| ${head.join(' | ')} |`, '| --- | --- |', ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)];
  const layers = diff.layers
    .filter(isOfNote)
    .map((layer) => [`${MARKS[markOf(layer)]} \`${titleOf(layer)}\``, factsOf(layer).join(', ')] as const);
  const others = [...diff.design.map((change) => ['', change] as const), ...diff.training.map((change) => ['training.', change] as const)];
  const values = others.map(([where, change]) => {
    const [key = '', ...rest] = describeChange(change).split(' ');
    return [`\`${where}${key}\``, rest.join(' ')] as const;
  });
  return [
    summarySentence(diff),
    ...table(['Layer', 'Change'], layers),
    ...table(['Value', 'Change'], values),
    ...table(['Total', 'Change'], totalsChanges(diff)),
  ].join('\n');
}

const MARKS = { added: '+', removed: '−', changed: '~', moved: '↕', affected: '·' } as const;
const markOf = ({ change, moved }: LayerDiff): keyof typeof MARKS => (change !== 'same' ? change : moved ? 'moved' : 'affected');
