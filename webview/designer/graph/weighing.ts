import type { Analysis, InstanceAnalysis, LayerAnalysis } from '../../../src/core/analysis';
import { costsOf } from '../../../src/core/costs/costs';
import { timeKey, type StepTimes } from '../../../src/core/costs/stepTimes';
import { formatBytes, formatCount } from '../../../src/core/format';
import { formatMilliseconds, formatShare, shortCount } from '../../shared/format';

/** What the strip, and the number on each card, is about. */
export type StripMode = 'parameters' | 'time' | 'memory' | 'cost';

/** How layers are weighed against each other. */
export interface Weighing {
  readonly mode: StripMode;
  /** `undefined`: not known. */
  of(layer: LayerAnalysis): number | undefined;
  /** Of all of them. */
  readonly whole: number;
  words(value: number, layer: LayerAnalysis): string;
}

/** What is known of how long a step takes here: of each layer, or of all together. */
export interface Timing {
  readonly times?: StepTimes;
  /** Milliseconds of a step of the last run. */
  readonly step?: number;
}

const NOTHING_TIMED: Timing = {};

/** `analysis`: with all of its layers, blocks being unfolded. */
export function weighingOf(analysis: Analysis, mode: StripMode, timing: Timing = NOTHING_TIMED): Weighing {
  const { totals } = analysis;
  switch (mode) {
    case 'parameters':
      return {
        mode,
        of: ({ parameters }) => parameters?.total,
        whole: totals.total,
        words: (value) => (value < 1e9 ? formatCount(value) : shortCount(value)),
      };
    case 'cost':
      return { mode, of: ({ multiplyAdds }) => multiplyAdds ?? undefined, whole: totals.multiplyAdds, words: shortCount };
    case 'memory': {
      const { layers, training, passing } = costsOf(analysis);
      const of = eachOrTogether(membersIn(analysis), ({ id, output }) => (output ? layers.get(id)?.training : undefined));
      return { mode, of, whole: training - passing, words: formatBytes };
    }
    case 'time':
      return timeWeighing(analysis, timing);
  }
}

/**
 * What was measured; of a layer that has changed since, and where nothing was, an estimate: as much of what is known as it
 * has of the multiply-adds. `≈` says so.
 */
function timeWeighing(analysis: Analysis, { times, step }: Timing): Weighing {
  const measured = (layer: LayerAnalysis): number | undefined => times?.layers[timeKey(layer)];
  let [known, work] = [0, 0];
  for (const layer of analysis.layers) {
    const time = layer.used ? measured(layer) : undefined;
    known += time ?? 0;
    if (time !== undefined) work += layer.multiplyAdds ?? 0;
  }
  const { multiplyAdds } = analysis.totals;
  const each = work > 0 ? known / work : step !== undefined && multiplyAdds > 0 ? step / multiplyAdds : undefined;
  const estimate = (layer: LayerAnalysis): number | undefined =>
    layer.multiplyAdds == null ? undefined : layer.multiplyAdds * (each ?? 1);
  const single = (layer: LayerAnalysis): number | undefined => measured(layer) ?? estimate(layer);
  const whole = analysis.layers.reduce((sum, layer) => sum + (layer.used ? (single(layer) ?? 0) : 0), 0);
  const members = membersIn(analysis);
  const isMeasured = (layer: LayerAnalysis): boolean => members(layer).every((member) => measured(member) !== undefined);
  return {
    mode: 'time',
    of: eachOrTogether(members, single),
    whole,
    words: (value, layer) => {
      if (isMeasured(layer)) return formatMilliseconds(value);
      return each === undefined ? `≈ ${formatShare(whole > 0 ? value / whole : 0)}` : `≈ ${formatMilliseconds(value)}`;
    },
  };
}

/** A layer that stands for several weighs as much as they do. */
function eachOrTogether(members: Members, of: Weighing['of']): Weighing['of'] {
  return (layer) => {
    let sum: number | undefined = 0;
    for (const member of members(layer)) {
      const value = of(member);
      sum = sum === undefined || value === undefined ? undefined : sum + value;
    }
    return sum;
  };
}

type Members = (layer: LayerAnalysis) => readonly LayerAnalysis[];

/** The layers that a layer stands for: itself, where it is no block. */
function membersIn({ layers }: Analysis): Members {
  let byId: ReadonlyMap<string, LayerAnalysis> | undefined;
  return (layer) => {
    if (!isInstance(layer)) return [layer];
    byId ??= new Map(layers.map((one) => [one.id, one]));
    const found = byId;
    return layer.members.flatMap((id) => found.get(id) ?? []);
  };
}

const isInstance = (layer: LayerAnalysis): layer is InstanceAnalysis => 'members' in layer;
