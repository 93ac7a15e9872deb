import type { Analysis } from '../../../src/core/analysis';
import type { Folded } from '../../../src/core/blocks/fold';
import { framesOf, type FrameBox } from './frames';
import { cardHeight, cardsOf, type CardModel } from './cards';
import { flowsOf, type Flow } from './flows';
import { CARD_WIDTH, type Placement, type Structure } from './layout';
import { draw, type Drawing, type Sizes } from './routes';
import type { StripMode, Weighing } from './weighing';

/** Everything that the canvas shows of a design. What is as it was before is the same object, so that it is not drawn again. */
export interface Picture {
  /** As it is shown; `flat` has every layer. */
  readonly analysis: Folded;
  readonly structure: Structure;
  readonly drawing: Drawing;
  /** Around the layers of blocks that are unfolded, the outer ones first. */
  readonly frames: readonly FrameBox[];
  /** By id. */
  readonly cards: ReadonlyMap<string, CardModel>;
  /** By `Route.id`. */
  readonly flows: ReadonlyMap<string, Flow>;
  /** Names of the layers with a row of health. */
  readonly healthy: ReadonlySet<string>;
  readonly sizes: Sizes;
}

const GAP = { plain: 35, health: 29 } as const;

/** Who takes whom, the layers that are there taken alone. */
export function structureOf({ layers, edges }: Analysis): Structure {
  const nodes = layers.map(({ id }) => id);
  const known = new Set(nodes);
  return {
    nodes,
    edges: edges.filter(({ from, to }) => known.has(from) && known.has(to)).map(({ from, to, input }) => ({ from, to, input })),
  };
}

export const sameStructure = (a: Structure, b: Structure): boolean =>
  a.nodes.length === b.nodes.length &&
  a.edges.length === b.edges.length &&
  a.nodes.every((id, i) => id === b.nodes[i]) &&
  a.edges.every(({ from, to, input }, i) => from === b.edges[i]?.from && to === b.edges[i].to && input === b.edges[i].input);

interface Subject {
  readonly analysis: Folded;
  readonly structure: Structure;
  readonly placement: Placement;
  readonly mode: StripMode;
  readonly weighing?: Weighing;
  readonly healthy: ReadonlySet<string>;
}

export function pictureOf({ analysis, structure, placement, mode, weighing, healthy }: Subject, before: Picture | undefined): Picture {
  const columns = new Set(structure.nodes.map((id) => placement[id]?.x ?? 0)).size;
  const width = columns > 1 ? CARD_WIDTH.branch : CARD_WIDTH.chain;
  const cards = cardsOf({ analysis, mode, width, weighing }, before?.cards ?? new Map());
  const heights: { [id: string]: number } = {};
  for (const [id, card] of cards) heights[id] = cardHeight(card, healthy.has(card.name));
  const sizes = { width, heights, gap: healthy.size > 0 ? GAP.health : GAP.plain };
  const still = before && before.structure === structure && before.drawing.placement === placement && sameSizes(before.sizes, sizes);
  const drawing = still ? before.drawing : draw(structure, placement, sizes);
  const frames = framesOf(analysis, drawing);
  return {
    analysis,
    structure,
    drawing,
    frames,
    cards,
    flows: flowsOf(analysis, drawing.routes, before?.flows ?? new Map()),
    healthy,
    sizes,
  };
}

const sameSizes = (a: Sizes, b: Sizes): boolean =>
  a.width === b.width && a.gap === b.gap && Object.keys(b.heights).every((id) => a.heights[id] === b.heights[id]);
