import type { Analysis } from '../../../src/core/analysis';
import type { Folded } from '../../../src/core/blocks/fold';
import type { Shape } from '../../../src/core/diagnostics';
import { formatShape } from '../../../src/core/format';
import type { Route } from './routes';

/** What a connection says of the data that goes along it. */
export interface Flow {
  /** The shape; `unknown` where an error stands before. */
  readonly text: string;
  /** The source made it other than what it takes. */
  readonly changed: boolean;
  /** `bad`: this shape does not fit where it arrives. */
  readonly state: 'plain' | 'unknown' | 'bad';
}

const sameShape = (a: Shape | undefined, b: Shape | undefined): boolean =>
  a?.length === b?.length && (a ?? []).every((size, i) => size === b?.[i]);

/** Connections whose shape does not fit where it arrives, as `<layer> <place among its inputs>`. */
function badInputs({ diagnostics, layers }: Analysis): ReadonlySet<string> {
  const bad = new Set<string>();
  for (const { code, layer } of diagnostics) {
    if (layer === undefined) continue;
    if (code === 'shape.rank-mismatch' || code === 'shape.dimension-mismatch') bad.add(`${layer} 0`);
    if (code !== 'shape.merge-mismatch') continue;
    const shapes = layers.find(({ id }) => id === layer)?.inputShapes ?? [];
    shapes.forEach((shape, i) => !sameShape(shape, shapes[0]) && bad.add(`${layer} ${i}`));
  }
  return bad;
}

/** What each connection says. One that says the same as `before` is the same object. */
export function flowsOf(
  analysis: Analysis | Folded,
  routes: readonly Route[],
  before: ReadonlyMap<string, Flow>,
): ReadonlyMap<string, Flow> {
  const bad = badInputs(analysis);
  const layers = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  // What leaves a block, or comes into an unfolded one, is not what its own card gives.
  const shapes =
    analysis.instances.length > 0 ? new Map(analysis.edges.map(({ to, input, shape }) => [`${to} ${input}`, shape])) : undefined;
  return new Map(
    routes.map(({ id, from, to, input }) => {
      const source = layers.get(from);
      const output = shapes ? shapes.get(`${to} ${input}`) : source?.output;
      const flow: Flow = {
        text: output ? formatShape(output) : 'unknown',
        changed:
          output !== undefined &&
          (source?.inputShapes.length === 0 || source?.inputShapes.some((shape) => !sameShape(shape, output)) === true),
        state: !output ? 'unknown' : bad.has(`${to} ${input}`) ? 'bad' : 'plain',
      };
      const old = before.get(id);
      return [id, old && old.text === flow.text && old.changed === flow.changed && old.state === flow.state ? old : flow];
    }),
  );
}
