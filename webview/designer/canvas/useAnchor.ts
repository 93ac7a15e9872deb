import { useViewport } from '@xyflow/react';
import type { Box } from '../graph/routes';

/** From places on the graph to pixels of the canvas; follows panning and zooming. */
export function useAnchor(): (box: Box) => Box {
  const { x, y, zoom } = useViewport();
  return (box) => ({ x: box.x * zoom + x, y: box.y * zoom + y, width: box.width * zoom, height: box.height * zoom });
}
