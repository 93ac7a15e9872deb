import type { RunEntry } from '../../../src/protocol/training';

/**
 * Runs that say all of what was typed: a piece of their name, note or the settings in which runs differ (`relu`, `adam`), or a value compared
 * (`val_accuracy>0.97`, `batch_size=32`, `seconds<60`).
 */
export function filterRuns(runs: readonly RunEntry[], query: string): readonly RunEntry[] {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean).map(readTerm);
  return terms.length === 0 ? runs : runs.filter((run) => terms.every((term) => term(run)));
}

function readTerm(word: string): (run: RunEntry) => boolean {
  const [, key, sign, value] = /^([^=<>]+)(<=|>=|[=<>])(.+)$/.exec(word) ?? [];
  if (key !== undefined && value !== undefined) return (run) => valuesOf(run, key).some((known) => holds(known, sign!, value));
  return (run) => said(run).includes(word);
}

/** By its whole key or the last part of it. */
function valuesOf({ results, settings, epochs, seconds, parameters }: RunEntry, key: string): (number | string)[] {
  const all = Object.entries({
    epochs,
    ...settings,
    ...results,
    epochs_done: epochs,
    parameters,
    ...(seconds !== undefined && { seconds }),
  });
  return all.filter(([name]) => name.toLowerCase() === key || name.toLowerCase().endsWith(`.${key}`)).map(([, value]) => value);
}

function holds(known: number | string, sign: string, wanted: string): boolean {
  if (typeof known === 'string') return sign === '=' && known.toLowerCase().includes(wanted);
  const number = Number(wanted);
  if (known === number) return sign.endsWith('=');
  return sign.startsWith('>') ? known > number : sign.startsWith('<') && known < number;
}

const said = ({ name, label = '', remark = '', phase, settings }: RunEntry): string =>
  [name, label, remark, phase, ...Object.entries(settings).map(([place, value]) => `${place} ${value}`)].join(' ').toLowerCase();
