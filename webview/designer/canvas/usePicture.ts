import { useEffect, useMemo, useRef, useState } from 'react';
import type { Analysis } from '../../../src/core/analysis';
import { cardHeight, cardsOf, type CardModel } from '../graph/cards';
import { CARD_WIDTH, structureKey, type Placement, type Structure } from '../graph/layout';
import type { LayoutClient } from '../graph/layoutClient';
import { draw, type Drawing } from '../graph/routes';
import type { StripMode } from '../graph/strip';

const GAP = { plain: 35, health: 29 } as const;

export interface Picture {
  readonly analysis: Analysis;
  readonly cards: ReadonlyMap<string, CardModel>;
  readonly drawing: Drawing;
  readonly structure: Structure;
}

function structureOf({ layers, edges }: Analysis): Structure {
  const nodes = layers.map(({ id }) => id);
  const known = new Set(nodes);
  return { nodes, edges: edges.filter(({ from, to }) => known.has(from) && known.has(to)) };
}

/** The same object as long as the values are the same. */
function useHeights(heights: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const kept = useRef(heights);
  const ids = Object.keys(heights);
  const same = ids.length === Object.keys(kept.current).length && ids.every((id) => heights[id] === kept.current[id]);
  if (!same) kept.current = heights;
  return kept.current;
}

/**
 * Cards and edges of a design with their places. A graph without branches is laid out at once; while another one is
 * being laid out in the worker, the layers that have a place already stay where they are.
 */
export function usePicture(
  analysis: Analysis | undefined,
  mode: StripMode,
  healthy: ReadonlySet<string>,
  layout: LayoutClient,
): Picture | undefined {
  const [late, setLate] = useState<{ readonly key: string; readonly placement: Placement }>();
  const before = useRef<ReadonlyMap<string, CardModel>>(new Map());

  const latest = useMemo(() => (analysis ? structureOf(analysis) : { nodes: [], edges: [] }), [analysis]);
  const key = useMemo(() => structureKey(latest), [latest]);
  const kept = useRef({ key, structure: latest });
  if (kept.current.key !== key) kept.current = { key, structure: latest };
  const structure = kept.current.structure;

  const ready = useMemo(() => layout.now(structure), [structure, layout]);
  const placement = ready ?? late?.placement;
  useEffect(() => {
    if (!ready) layout.request(structure, (answer) => setLate({ key: structureKey(structure), placement: answer }));
  }, [structure, ready, layout]);

  const width = useMemo(
    () => (placement && new Set(structure.nodes.map((id) => placement[id]?.x ?? 0)).size > 1 ? CARD_WIDTH.branch : CARD_WIDTH.chain),
    [placement, structure],
  );
  const cards = useMemo(() => {
    before.current = analysis ? cardsOf({ analysis, mode, width }, before.current) : new Map<string, CardModel>();
    return before.current;
  }, [analysis, mode, width]);
  const heights = useHeights(Object.fromEntries([...cards].map(([id, card]) => [id, cardHeight(card, healthy.has(id))])));
  const gap = healthy.size > 0 ? GAP.health : GAP.plain;
  const drawing = useMemo(
    () => placement && draw(structure, placement, { width, heights, gap }),
    [structure, placement, width, heights, gap],
  );
  return useMemo(() => (analysis && drawing ? { analysis, cards, drawing, structure } : undefined), [analysis, cards, drawing, structure]);
}
