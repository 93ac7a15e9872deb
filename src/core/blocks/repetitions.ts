import { layerOfId, type Analysis, type InstanceAnalysis, type LayerAnalysis } from '../analysis';
import { blockAround } from './ends';

/** One of the times that something is in the model, one after the other. */
export interface Repetition {
  /** What the names of its layers begin with; of a layer its name. */
  readonly name: string;
  /** Its layers, by their names in the model. */
  readonly layers: readonly string[];
}

/**
 * What stands behind a card: a block or a layer as often as it is repeated, and a layer within a block once for each repetition
 * of that. One that is there once gives one.
 */
export function repetitionsOf(flat: Analysis, id: string): readonly Repetition[] {
  const shown = layerOfId(flat, id);
  if (!shown) return [];
  const { layers } = flat;
  const around = enclosing(flat, id);
  const own = 'members' in shown ? (shown as InstanceAnalysis) : undefined;
  // Where each repetition of the blocks around begins, as steps from the first one.
  const steps = around.reduce<readonly number[]>(
    (all, { once, members }) => all.flatMap((step) => starts(once, members.length).map((start) => step + start)),
    [0],
  );
  if (!own) return steps.flatMap((step) => single(layers[shown.index + step]));
  const text = (one: InstanceAnalysis): string => JSON.stringify(one.origin?.path);
  return steps.flatMap((step) => {
    const same = flat.instances.find((one) => one.index === shown.index + step && text(one) === text(own)) ?? own;
    return starts(own.once, own.members.length).map((start, i): Repetition => {
      const members = layers.slice(shown.index + step + start, shown.index + step + start + own.once);
      const name = own.block === undefined ? (members[0]?.name ?? own.id) : own.repeat > 1 ? `${same.id}_${i + 1}` : same.id;
      return { name, layers: members.map((layer) => layer.name) };
    });
  });
}

const single = (layer: LayerAnalysis | undefined): readonly Repetition[] => (layer ? [{ name: layer.name, layers: [layer.name] }] : []);

const starts = (once: number, count: number): readonly number[] =>
  Array.from({ length: Math.max(1, Math.floor(count / Math.max(1, once))) }, (_, i) => i * once);

/** The blocks around something, the outermost first. */
function enclosing(flat: Analysis, id: string): readonly InstanceAnalysis[] {
  const around: InstanceAnalysis[] = [];
  for (let at = blockAround(flat, id); at; at = blockAround(flat, at.id)) around.unshift(at);
  return around;
}
