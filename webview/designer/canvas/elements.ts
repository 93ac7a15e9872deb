import { Position, type Edge, type Node } from '@xyflow/react';
import type { Box, Route } from '../graph/routes';

/** What stands on a card is looked up by its id: React Flow has to know of places and sizes only. */
export type CardNode = Node<Record<string, never>, 'card'>;
export type ShapeEdgeType = Edge<{ readonly route: Route }, 'shape'>;

// React Flow gives its wrappers roles of their own; the card inside is the tree item, edges are for the eye.
const WRAPPER = { 'aria-roledescription': undefined };
const HIDDEN = { 'aria-hidden': true, 'aria-roledescription': undefined } as const;
const DATA = {};

/** React Flow's nodes; one at the same place is the same object, which React Flow then skips. */
export function nodesOf(boxes: Readonly<Record<string, Box>>, before: readonly CardNode[]): readonly CardNode[] {
  const old = new Map(before.map((node) => [node.id, node]));
  return Object.entries(boxes).map(([id, { x, y, width, height }]) => {
    const node = old.get(id);
    const still = node?.position.x === x && node.position.y === y && node.width === width && node.height === height;
    return still ? node : nodeOf(id, { x, y, width, height });
  });
}

/** Size and ports are given, so that React Flow has nothing to measure. */
function nodeOf(id: string, { x, y, width, height }: Box): CardNode {
  const port = { x: width / 2, width: 1, height: 1 };
  return {
    id,
    type: 'card',
    position: { x, y },
    data: DATA,
    width,
    height,
    measured: { width, height },
    handles: [
      { type: 'target', position: Position.Top, ...port, y: 0 },
      { type: 'source', position: Position.Bottom, ...port, y: height },
    ],
    style: { pointerEvents: 'all' },
    domAttributes: WRAPPER,
  };
}

export const edgesOf = (routes: readonly Route[]): readonly ShapeEdgeType[] =>
  routes.map((route) => ({ id: route.id, type: 'shape', source: route.from, target: route.to, data: { route }, domAttributes: HIDDEN }));
