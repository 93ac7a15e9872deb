import type { Drawn } from './series';

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** What the runs came to, an epoch of a run a line, with Keras's keys as names: for pandas or a spreadsheet. */
export function curvesCsv(runs: readonly Drawn[]): string {
  const keys = [...new Set(runs.flatMap(({ run }) => run.epochLogs.flatMap(({ logs }) => Object.keys(logs))))];
  const lines = runs.flatMap(({ run, label }) =>
    run.epochLogs.map(({ epoch, seconds, learningRate, logs }) =>
      [quoted(run.id), quoted(label ?? run.name), epoch, ...keys.map((key) => (key in logs ? logs[key] : '')), learningRate, seconds].join(
        ',',
      ),
    ),
  );
  return [['run', 'name', 'epoch', ...keys.map(quoted), 'learning_rate', 'seconds'].join(','), ...lines, ''].join('\n');
}
