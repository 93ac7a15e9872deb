import { formatBytes } from '../core/format';
import type { Examination, GpuProbe, RuntimeProbe } from '../protocol/examination';
import type { DatasetPlace } from '../trainer/data/obtain';
import { readPlaces, type PlaceOptions } from './places';
import type { Output } from './print';

/** What `layerwise doctor --json` prints. */
export interface DoctorReport extends Examination {
  readonly datasets: readonly DatasetPlace[];
}

/** The options of `layerwise doctor`. */
export interface DoctorOptions extends PlaceOptions {
  readonly json?: boolean;
}

/** Tells what training can use here; the result is the exit code: 1 where there is no runtime at all. */
export async function doctor({ json, ...places }: DoctorOptions, output: Output): Promise<number> {
  const made = await report(places);
  if (json) output.print(JSON.stringify(made, undefined, 2));
  else for (const line of reportLines(made)) output.print(line);
  return made.runtimes.some(({ available }) => available) ? 0 : 1;
}

async function report(places: PlaceOptions): Promise<DoctorReport> {
  const [{ examine }, { locateDatasets }] = await Promise.all([import('../trainer/examine'), import('../trainer/data/obtain')]);
  return { ...(await examine(readPlaces(places))), datasets: await locateDatasets() };
}

/** Exported for tests: a report for people. */
export function reportLines({ layerwise, node, platform, cpus, memory, runtimes, datasets }: DoctorReport): string[] {
  const place = { embedded: 'comes with Layerwise', kept: 'here, in', absent: 'downloaded when it is first used, to' };
  return [
    `Layerwise ${layerwise}, Node ${node}, ${platform}, ${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'}, ${formatBytes(memory)} of memory`,
    '',
    'Runtimes, the fastest first',
    ...rows(runtimes.map((probe) => [probe.name, runtimeLines(probe)])),
    '',
    'Data sets',
    ...rows(datasets.map(({ name, state, folder }) => [name, [state === 'embedded' ? place.embedded : `${place[state]} ${folder}`]])),
  ];
}

/** A name, and lines beside it. */
function rows(entries: readonly (readonly [string, readonly string[]])[]): string[] {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.flatMap(([name, lines]) => lines.map((line, i) => `  ${(i === 0 ? name : '').padEnd(width)}  ${line}`));
}

function runtimeLines({ available, label, version, device, source, reason, next, rejected = [], gpu }: RuntimeProbe): string[] {
  const facts = source === undefined ? [label, version, device] : [label];
  return [
    available ? `available: ${facts.filter(Boolean).join(', ')}` : `not available: ${reason}`,
    ...(source === undefined ? [] : [`from: ${source}`]),
    ...(next === undefined ? [] : [next]),
    ...rejected.map(({ what, reason: why }) => `not taken: ${what}: ${why.replace(/\s*\n\s*/g, ' ')}`),
    ...(gpu ? gpuLines(gpu) : []),
  ];
}

function gpuLines({ device, memory, driver, libraries, reason }: GpuProbe): string[] {
  const facts = [device ?? 'an NVIDIA device', memory === undefined ? undefined : formatBytes(memory), `driver ${driver ?? 'not loaded'}`];
  return [
    `GPU: ${facts.filter(Boolean).join(', ')}${reason === undefined ? '' : `. ${reason}`}`,
    ...libraries.map(({ name, found }) => `  ${name}: ${found ?? 'missing'}`),
  ];
}
