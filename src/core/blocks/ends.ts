import { layerOfId, type Analysis, type InstanceAnalysis } from '../analysis';

/** The block in which a layer or an instance stands; absent: the design's own list. */
export const blockAround = (analysis: Analysis, id: string): InstanceAnalysis | undefined =>
  analysis.instances[layerOfId(analysis, id)?.origin?.instance ?? -1];

/** What stands in a block's own list for something deeper in it; absent: it is not in the block. */
export function seenIn(analysis: Analysis, block: string | undefined, id: string): string | undefined {
  for (let at: string | undefined = id; at !== undefined;) {
    const around: string | undefined = blockAround(analysis, at)?.id;
    if (around === block) return at;
    at = around;
  }
  return undefined;
}

/** Whether something is this block or layer, or is part of it. */
export function isWithin(analysis: Analysis, id: string, outer: string): boolean {
  for (let at: string | undefined = id; at !== undefined; at = blockAround(analysis, at)?.id) if (at === outer) return true;
  return false;
}

/** Of the first repetition: who takes what comes into the block. */
export function entryOf(analysis: Analysis, { id, index, once }: InstanceAnalysis): string | undefined {
  const inside = analysis.layers.slice(index, index + once);
  const own = new Set(inside.map((layer) => layer.id));
  const first = inside.find(({ inputs }) => inputs.length === 0 || inputs.some((from) => !own.has(from)));
  return first && seenIn(analysis, id, first.id);
}

/** Of the first repetition: who gives what the block gives; absent: there are several, or none. */
export function exitOf(analysis: Analysis, { id, givesFirst }: InstanceAnalysis): string | undefined {
  const [only, ...others] = givesFirst;
  return only === undefined || others.length > 0 ? undefined : seenIn(analysis, id, only);
}

/** How many times a block is there in the model. */
export const usesOf = ({ instances }: Pick<Analysis, 'instances'>, block: string | undefined): number =>
  instances.filter((instance) => instance.block === block).reduce((sum, { repeat }) => sum + repeat, 0);
