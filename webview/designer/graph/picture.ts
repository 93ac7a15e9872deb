import type { Analysis } from '../../../src/core/analysis';
import { placesOf } from '../../../src/core/places';
import type { Folded } from '../../../src/core/blocks/fold';
import { framesOf, type FrameBox } from './frames';
import { cardsOf, type CardModel, type Cards } from './cards';
import { flowsOf, type Flow, type Flows } from './flows';
import { CARD_WIDTH, type Link, type Placement, type Structure } from './layout';
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
  readonly cards: Cards;
  readonly flows: Flows;
  /** Names of the layers with a row of health. */
  readonly healthy: ReadonlySet<string>;
  readonly sizes: Sizes;
}

const NO_CARDS: ReadonlyMap<string, CardModel> = new Map();
const NO_FLOWS: ReadonlyMap<string, Flow> = new Map();
const GAP = { plain: 35, health: 29 } as const;

/** Who takes whom, the layers that are there taken alone. */
export function structureOf({ layers, edges }: Analysis): Structure {
  const known = placesOf(layers);
  const isKnown = ({ from, to }: Link): boolean => known.has(from) && known.has(to);
  return { nodes: layers.map(({ id }) => id), edges: edges.every(isKnown) ? edges : edges.filter(isKnown) };
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
  const width = standInOneColumn(structure, placement) ? CARD_WIDTH.chain : CARD_WIDTH.branch;
  const cards = cardsOf({ analysis, mode, width, weighing }, before?.cards.made ?? NO_CARDS);
  const sizes = { width, heights: cards.heights(healthy), gap: healthy.size > 0 ? GAP.health : GAP.plain };
  const still = before && before.structure === structure && before.drawing.placement === placement && sameSizes(before.sizes, sizes);
  const drawing = still ? before.drawing : draw(structure, placement, sizes);
  const frames = framesOf(analysis, drawing);
  return {
    analysis,
    structure,
    drawing,
    frames,
    cards,
    flows: flowsOf(analysis, before?.flows.made ?? NO_FLOWS),
    healthy,
    sizes,
  };
}

/** Layers that have no place yet do not count. */
function standInOneColumn({ nodes }: Structure, placement: Placement): boolean {
  const first = placement[nodes[0] ?? '']?.x ?? 0;
  return nodes.every((id) => (placement[id]?.x ?? 0) === first);
}

const sameSizes = (a: Sizes, b: Sizes): boolean =>
  a.width === b.width && a.gap === b.gap && a.heights.length === b.heights.length && sameHeights(a.heights, b.heights);

function sameHeights(a: Sizes['heights'], b: Sizes['heights']): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
