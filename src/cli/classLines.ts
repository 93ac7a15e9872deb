import { classScores, squareOf, type Confusion } from '../core/evaluation/confusion';
import { formatCount } from '../core/format';

/** More classes than this do not fit a terminal as a square: then so many of the most frequent mistakes are told. */
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
  const square = names.length > WIDEST ? undefined : squareOf(confusion);
  if (!square) return [...table, '', ...frequentMistakes(names, confusion)];
  const heads = names.map((name) => name.slice(0, 6));
  const rows = square.map((row, id) => [names[id]!, ...row.map((count) => (count === 0 ? '·' : String(count)))]);
  return [...table, '', 'Rows are what samples are, columns what they were taken for:', ...columns([['', ...heads], ...rows])];
}

function frequentMistakes(names: readonly string[], { mistakes, kinds }: Confusion): readonly string[] {
  const told = mistakes.slice(0, WIDEST).map(({ truth, guess, count }) => [`${names[truth]!} → ${names[guess]!}`, formatCount(count)]);
  if (told.length === 0) return ['There is no mistake among these samples.'];
  const heading =
    told.length < kinds ? `The ${told.length} most frequent mistakes of ${formatCount(kinds)}:` : 'All mistakes, the most frequent first:';
  return [heading, ...columns(told)];
}

/** The first column to the left, the others to the right. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[at]!))).join('  '));
}
