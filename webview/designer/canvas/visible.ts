import { useStore as useFlow } from '@xyflow/react';
import { useMemo, useRef } from 'react';
import { touch, type Drawing, type Box, type Route } from '../graph/routes';
import { emptyTable } from '../graph/tables';

/** Beyond the view, in views: scrolling that far needs nothing new. */
const MARGIN = 0.5;
/** What is drawn may be so many times as high as what is needed; after zooming in it is less. */
const MOST = 4;

export interface Visible {
  readonly boxes: Readonly<Record<string, Box>>;
  readonly routes: readonly Route[];
}

const NOTHING: Visible = { boxes: {}, routes: [] };

/**
 * The part of a drawing that the canvas has to know of: what is in the view and around it, and the cards at the ends of
 * its connections. React Flow gets nothing else, so that a graph of ten thousand layers costs as much as one of fifty.
 */
export function useVisible(drawing: Drawing | undefined): Visible {
  const last = useRef<Box>(undefined);
  const window = useFlow(({ transform: [x, y, zoom], width, height }) => {
    const view = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
    const kept = last.current;
    return kept && holds(kept, view) && kept.height <= view.height * MOST ? kept : (last.current = around(view));
  });
  return useMemo(() => (drawing ? visiblePart(drawing, window) : NOTHING), [drawing, window]);
}

export function visiblePart({ nodes, cards, boxes, routes }: Drawing, window: Box): Visible {
  const shown = routes.filter((route) => route.isIn(window));
  const part = emptyTable<Box>();
  for (let i = 0; i < nodes.length; i++) {
    const box = cards[i];
    if (box && touch(box, window)) part[nodes[i]!] = box;
  }
  for (const { from, to } of shown)
    for (const id of [from, to]) {
      const box = boxes[id];
      if (box) part[id] = box;
    }
  return { boxes: part, routes: shown };
}

const around = ({ x, y, width, height }: Box): Box => ({
  x: x - width * MARGIN,
  y: y - height * MARGIN,
  width: width * (1 + 2 * MARGIN),
  height: height * (1 + 2 * MARGIN),
});

const holds = (a: Box, b: Box): boolean => a.x <= b.x && a.y <= b.y && a.x + a.width >= b.x + b.width && a.y + a.height >= b.y + b.height;
