import type { CardNode } from './Card';
import type { ShapeEdgeData, ShapeEdgeType } from './ShapeEdge';
import type { Picture } from './usePicture';
import { formatShape } from '../../../src/core/format';
import type { PointerEvent } from 'react';
import type { Box } from '../graph/routes';

type StartDrag = (layer: string, event: PointerEvent<HTMLElement>) => void;

// React Flow gives its wrappers roles of their own; the card inside is the tree item, edges are for the eye.
const WRAPPER = { 'aria-roledescription': undefined };
const HIDDEN = { 'aria-hidden': true, 'aria-roledescription': undefined } as const;

const sameBox = (a: Box, b: Box): boolean => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/** React Flow's nodes; one that shows the same at the same place is the same object, which React Flow then skips. */
export function nodesOf(
  { cards, drawing }: Picture,
  healthy: ReadonlySet<string>,
  startDrag: StartDrag,
  before: ReadonlyMap<string, CardNode>,
): ReadonlyMap<string, CardNode> {
  const nodes = new Map<string, CardNode>();
  for (const [id, card] of cards) {
    const box = drawing.boxes[id];
    if (!box) continue;
    const old = before.get(id);
    const same =
      old &&
      old.data.card === card &&
      old.data.healthy === healthy.has(id) &&
      old.data.startDrag === startDrag &&
      sameBox({ ...old.position, width: old.width ?? 0, height: old.height ?? 0 }, box);
    nodes.set(id, same ? old : nodeOf(id, box, { card, healthy: healthy.has(id), startDrag }));
  }
  return nodes;
}

/** Size and ports are given, so that React Flow has nothing to measure. */
function nodeOf(id: string, { x, y, width, height }: Box, data: CardNode['data']): CardNode {
  const port = { x: width / 2, width: 1, height: 1 };
  return {
    id,
    type: 'card',
    position: { x, y },
    data,
    width,
    height,
    measured: { width, height },
    handles: [
      { type: 'target', position: 'top' as never, ...port, y: 0 },
      { type: 'source', position: 'bottom' as never, ...port, y: height },
    ],
    style: { pointerEvents: 'all' },
    domAttributes: WRAPPER,
  };
}

/** Edges whose shape does not fit where it arrives, by `to` and place among its inputs. */
function badInputs({ analysis }: Picture): ReadonlySet<string> {
  const bad = new Set<string>();
  for (const diagnostic of analysis.diagnostics) {
    const { code, layer } = diagnostic;
    if (layer === undefined || !code.startsWith('shape.')) continue;
    const target = analysis.layers.find(({ id }) => id === layer);
    if (code === 'shape.merge-mismatch') {
      const first = JSON.stringify(target?.inputShapes[0]);
      target?.inputShapes.forEach((shape, i) => i > 0 && JSON.stringify(shape) !== first && bad.add(`${layer} ${i}`));
    } else if (code === 'shape.rank-mismatch' || code === 'shape.dimension-mismatch') bad.add(`${layer} 0`);
  }
  return bad;
}

export function edgesOf(picture: Picture, before: ReadonlyMap<string, ShapeEdgeType>): ReadonlyMap<string, ShapeEdgeType> {
  const { analysis, drawing } = picture;
  const bad = badInputs(picture);
  const layers = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  return new Map(
    drawing.routes.map((route) => {
      const source = layers.get(route.from);
      const output = source?.output;
      const changed =
        output !== undefined &&
        (source?.inputShapes.length === 0 ||
          source?.inputShapes.some((shape) => JSON.stringify(shape) !== JSON.stringify(output)) === true);
      const state: ShapeEdgeData['state'] = !output ? 'unknown' : bad.has(`${route.to} ${route.input}`) ? 'bad' : 'plain';
      const data: ShapeEdgeData = { route, text: output ? formatShape(output) : 'unknown', changed, state };
      const old = before.get(route.id);
      const same = old?.data && JSON.stringify(old.data) === JSON.stringify(data);
      return [route.id, same ? old : { id: route.id, type: 'shape', source: route.from, target: route.to, data, domAttributes: HIDDEN }];
    }),
  );
}
