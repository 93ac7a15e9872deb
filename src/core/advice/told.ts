import type { Json, JsonObject, JsonPath, TrainingSection } from '../document';
import { isObject } from '../layers/readFields';
import { isProblem, resolveNamed, type ResolvedNamed } from '../layers/registries';
import type { Dataset } from '../training/datasets';
import { isByName, valueFor } from '../training/each';
import type { PhaseSection } from '../training/phases';
import { nextOf, type Site } from './sites';

/** What the training section says, as far as it is right. */
export interface Told {
  /** Only where it is one that Layerwise knows by name. */
  readonly dataset?: Dataset;
  /** How many classes the targets of that data set tell apart, as numbers; absent where the design makes other targets of them. */
  readonly classes?: number;
  readonly isScaled: boolean;
  readonly isStandardized: boolean;
  readonly loss?: ResolvedNamed;
  /** Where the loss of this output alone stands in the training section; absent: it is that of other outputs too. */
  readonly lossPath?: JsonPath;
  readonly optimizer?: ResolvedNamed;
  /** As they are in the file: their fields may hold anything. */
  readonly phases: readonly PhaseSection[];
}

/**
 * Reads a training section, which may hold anything.
 * @param output what it says of the output of that name; absent: of one of any name @param outputs how many there are
 */
export function toldBy(training: TrainingSection | undefined, output = '', outputs = 1): Told {
  const section = (training ?? {}) as JsonObject;
  const data = isObject(section.data) ? section.data : {};
  const dataset = resolved('dataset', data.dataset)?.entry as Dataset | undefined;
  return {
    dataset,
    classes: dataset && classCount(data, dataset, output),
    isScaled: (data.scale ?? null) !== null,
    isStandardized: (data.standardize ?? null) !== null,
    loss: resolved('loss', valueFor(section.loss, output)),
    lossPath: isByName(section.loss) ? ['loss', output] : outputs === 1 ? ['loss'] : undefined,
    optimizer: resolved('optimizer', section.optimizer),
    phases: Array.isArray(section.phases) ? (section.phases as readonly Json[]).map((phase) => (isObject(phase) ? phase : {})) : [],
  };
}

function classCount({ classes, positive, target }: JsonObject, { classNames }: Dataset, output: string): number | undefined {
  if (valueFor(target, output) === 'rotation') return TURNS;
  if (valueFor(positive, output) !== undefined || valueFor(target, output) !== undefined) return undefined;
  const chosen: unknown = isByName(classes) ? Object.values(classes).find((one) => one !== null) : classes;
  return Array.isArray(chosen) ? chosen.length : classNames.length;
}

/** How many ways a picture is turned. */
const TURNS = 4;

function resolved(registry: 'dataset' | 'loss' | 'optimizer', value: Json | undefined): ResolvedNamed | undefined {
  const found = value === undefined || value === null ? undefined : resolveNamed(registry, value);
  return found && !isProblem(found) ? found : undefined;
}

const LAYS_OUT: ReadonlySet<string> = new Set(['Flatten', 'Reshape']);

/** Whether what comes in is normalized (or looked up) before anything is computed from it. */
export function isNormalizedFirst(sites: readonly Site[]): boolean {
  return sites.some((site) => {
    if (site.layer.type !== 'Input') return false;
    let next = nextOf(site);
    while (next && LAYS_OUT.has(next.layer.type)) next = nextOf(next);
    return next !== undefined && ['BatchNormalization', 'LayerNormalization', 'Embedding'].includes(next.layer.type);
  });
}
