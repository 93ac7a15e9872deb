import { formatCount } from '../../core/format';
import { ENGINES, ENGINE_TITLES, type EngineName } from './engines';
import { promisedOf, ratioOf, RATIOS, type Ratio } from './promises';
import type { BenchResult, Row, Skipped } from './result';

/**
 * What was measured, for people: tables in Markdown, which a terminal shows as well. `facts`: lines about the machine.
 * `withPromises`: the models are those of which Layerwise promises ratios.
 */
export function resultLines(result: BenchResult, facts: readonly string[], withPromises: boolean): string[] {
  const { rows, skipped, abouts } = result;
  const groups = groupsOf(rows);
  const engines = ENGINES.filter((engine) => rows.some((row) => row.engine === engine));
  const ratios = RATIOS.filter((ratio) => groups.some((group) => ratioOf(ratio, group) !== undefined));
  const speeds = engines.map((engine) => ({ title: ENGINE_TITLES[engine], cell: (group: Group) => speedCell(engine, group) }));
  const quotients = ratios.map((ratio) => ({ title: ratio.title, cell: (group: Group) => ratioCell(ratio, group, withPromises) }));
  return [
    ...facts.map((fact) => `- ${fact}`),
    ...engines.map((engine) => `- ${ENGINE_TITLES[engine]}: ${abouts.get(engine) ?? ''}.`),
    ...section('Samples per second:', table(groups, speeds)),
    ...section(withPromises ? 'Ratios, with what is promised on two cores:' : 'Ratios:', table(groups, quotients)),
    ...(withPromises ? promisesLines(groups) : []),
    ...section('Not measured:', [...new Set(skipped.map(skippedLine))]),
  ];
}

const section = (title: string, lines: readonly string[]): string[] => (lines.length > 0 ? ['', title, '', ...lines] : []);

/** Rows of one model, batch size and optimizer. */
type Group = readonly [Row, ...Row[]];

function groupsOf(rows: readonly Row[]): Group[] {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const key = JSON.stringify([row.model, row.batch, row.optimizer]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

function speedCell(engine: EngineName, group: Group): string {
  const row = group.find((each) => each.engine === engine);
  return row ? formatCount(Math.round(row.samplesPerSecond)) : '';
}

function ratioCell(ratio: Ratio, group: Group, withPromises: boolean): string {
  const value = ratioOf(ratio, group);
  if (value === undefined) return '';
  const promised = withPromises ? promisedOf(ratio, group[0]) : undefined;
  return promised === undefined
    ? value.toFixed(2)
    : `${value.toFixed(2)} (${value >= promised ? 'at least' : 'missed:'} ${short(promised)})`;
}

/** `3`, `0.33` */
const short = (value: number): string => String(Math.round(value * 100) / 100);

/** How many promises were kept. */
function promisesLines(groups: readonly Group[]): string[] {
  const counts = { reached: 0, missed: 0, unknown: 0 };
  for (const group of groups)
    for (const ratio of RATIOS) {
      const promised = promisedOf(ratio, group[0]);
      if (promised === undefined) continue;
      const value = ratioOf(ratio, group);
      counts[value === undefined ? 'unknown' : value >= promised ? 'reached' : 'missed']++;
    }
  if (counts.reached + counts.missed + counts.unknown === 0) return [];
  return ['', `Promised ratios: ${counts.reached} reached, ${counts.missed} missed, ${counts.unknown} not measured.`];
}

const skippedLine = ({ engine, model, reason }: Skipped): string => `- ${engine}${model === undefined ? '' : `, ${model}`}: ${reason}`;

interface Column {
  readonly title: string;
  readonly cell: (group: Group) => string;
}

const TRAINED: readonly Column[] = [
  { title: 'Model', cell: ([{ model }]) => model },
  { title: 'Batch', cell: ([{ batch }]) => String(batch) },
  { title: 'Optimizer', cell: ([{ optimizer }]) => optimizer },
];

/** A line a group: what was trained, then numbers, to the right. */
function table(groups: readonly Group[], numbers: readonly Column[]): string[] {
  if (groups.length === 0 || numbers.length === 0) return [];
  const columns = [...TRAINED, ...numbers];
  const cells = groups.map((group) => columns.map(({ cell }) => cell(group)));
  const widths = columns.map(({ title }, i) => Math.max(3, title.length, ...cells.map((row) => row[i]!.length)));
  const isNumber = (i: number) => i === 1 || i >= TRAINED.length;
  const padded = (cell: string, i: number) => (isNumber(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!));
  const line = (row: readonly string[]) => `| ${row.map(padded).join(' | ')} |`;
  const rule = widths.map((width, i) => (isNumber(i) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(columns.map(({ title }) => title)), line(rule), ...cells.map(line)];
}
