import * as l10n from '@vscode/l10n';
import type { Analysis, LayerAnalysis } from '../../../src/core/analysis';
import type { Folded } from '../../../src/core/blocks/fold';
import type { Shape } from '../../../src/core/diagnostics';
import { formatShape } from '../../../src/core/format';
import { placesOf } from '../../../src/core/places';
import { BETWEEN_IDS } from './drawnRoute';

/** In place of a shape that cannot be worked out. */
export const unknownShape = l10n.t('unknown');

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
    const shapes = layers[placesOf(layers).get(layer) ?? -1]?.inputShapes ?? [];
    shapes.forEach((shape, i) => !sameShape(shape, shapes[0]) && bad.add(`${layer} ${i}`));
  }
  return bad;
}

/** What the connections say. Of ten thousand few are looked at: what one says is worked out when it is asked for. */
export interface Flows {
  /** @param id `Route.id` */
  get(id: string): Flow | undefined;
  /** Those that were asked for, by id. */
  readonly made: ReadonlyMap<string, Flow>;
}

/** @param before what they said before: one that says the same is the same object */
export const flowsOf = (analysis: Analysis | Folded, before: ReadonlyMap<string, Flow>): Flows => new MadeFlows(analysis, before);

class MadeFlows implements Flows {
  readonly made = new Map<string, Flow>();
  private readonly bad: ReadonlySet<string>;
  private throughBlocks?: ReadonlyMap<string, Shape | undefined>;

  constructor(
    private readonly analysis: Analysis | Folded,
    private readonly before: ReadonlyMap<string, Flow>,
  ) {
    this.bad = badInputs(analysis);
  }

  get(id: string): Flow | undefined {
    const ready = this.made.get(id);
    if (ready) return ready;
    const { layers } = this.analysis;
    const [from = '', to = '', input = ''] = id.split(BETWEEN_IDS);
    const source = layers[placesOf(layers).get(from) ?? -1];
    if (!source) return undefined;
    const output = this.shapeAt(source, `${to} ${input}`);
    const flow: Flow = {
      text: output ? formatShape(output) : unknownShape,
      changed: output !== undefined && (source.inputShapes.length === 0 || source.inputShapes.some((shape) => !sameShape(shape, output))),
      state: !output ? 'unknown' : this.bad.has(`${to} ${input}`) ? 'bad' : 'plain',
    };
    const old = this.before.get(id);
    const kept = old && old.text === flow.text && old.changed === flow.changed && old.state === flow.state ? old : flow;
    this.made.set(id, kept);
    return kept;
  }

  /** What leaves a block, or comes into an unfolded one, is not what its own card gives. */
  private shapeAt(source: LayerAnalysis, end: string): Shape | undefined {
    if (this.analysis.instances.length === 0) return source.output;
    this.throughBlocks ??= new Map(this.analysis.edges.map(({ to, input, shape }) => [`${to} ${input}`, shape]));
    return this.throughBlocks.get(end);
  }
}
