import type { Examination, RuntimeProbe } from '../protocol/examination';
import type { DatasetPlace } from '../trainer/data/obtain';
import type { Output } from './print';

/** What `layerwise doctor --json` prints. */
export interface DoctorReport extends Examination {
  readonly datasets: readonly DatasetPlace[];
}

/** Tells what training can use here; the result is the exit code: 1 where there is no runtime at all. */
export async function doctor({ json }: { json?: boolean }, output: Output): Promise<number> {
  const made = await report();
  if (json) output.print(JSON.stringify(made, undefined, 2));
  else for (const line of reportLines(made)) output.print(line);
  return made.runtimes.some(({ available }) => available) ? 0 : 1;
}

async function report(): Promise<DoctorReport> {
  const [{ examine }, { locateDatasets }] = await Promise.all([import('../trainer/examine'), import('../trainer/data/obtain')]);
  return { ...(await examine({})), datasets: await locateDatasets() };
}

function reportLines({ layerwise, node, platform, cpus, runtimes, datasets }: DoctorReport): string[] {
  const rows = (entries: readonly (readonly [string, string])[]) => {
    const width = Math.max(...entries.map(([name]) => name.length));
    return entries.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
  };
  const runtime = ({ available, label, version, device, reason }: RuntimeProbe) =>
    available ? `available: ${[label, version, device].filter(Boolean).join(', ')}` : `not available: ${reason}`;
  const place = { embedded: 'comes with Layerwise', kept: 'here, in', absent: 'downloaded when it is first used, to' };
  return [
    `Layerwise ${layerwise}, Node ${node}, ${platform}, ${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'}`,
    '',
    'Runtimes, the fastest first',
    ...rows(runtimes.map((probe) => [probe.name, runtime(probe)])),
    '',
    'Data sets',
    ...rows(datasets.map(({ name, state, folder }) => [name, state === 'embedded' ? place.embedded : `${place[state]} ${folder}`])),
  ];
}
