import { classScores, type Confusion } from '../core/evaluation/confusion';
import { formatCount } from '../core/format';

/** More classes than this do not fit a terminal as a square. */
const WIDEST = 20;

/** Precision, recall and F1 of each class as lines, then who was taken for whom: rows are what samples are, columns what they were taken for. */
export function classLines(names: readonly string[], confusion: Confusion): readonly string[] {
  const share = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(4));
  const scores = classScores(confusion).map(({ samples, precision, recall, f1 }, id) => [
    names[id]!,
    formatCount(samples),
    share(precision),
    share(recall),
    share(f1),
  ]);
  const table = columns([['class', 'samples', 'precision', 'recall', 'f1'], ...scores]);
  if (names.length > WIDEST) return table;
  const heads = names.map((name) => name.slice(0, 6));
  const square = confusion.map((row, id) => [names[id]!, ...row.map((count) => (count === 0 ? '·' : String(count)))]);
  return [...table, '', 'Rows are what samples are, columns what they were taken for:', ...columns([['', ...heads], ...square])];
}

/** The first column to the left, the others to the right. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[at]!))).join('  '));
}
