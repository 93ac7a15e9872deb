import { useReactFlow, useStore as useFlow } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { MAP_WIDTH } from '../graph/minimap';
import { useDesigner, type View } from '../state/designer';
import { usePicture, usePictures } from '../state/pictures';
import { isMapShown } from './Minimap';

export const ZOOM = { least: 0.1, most: 2 } as const;
/** A graph that is longer than the view at this zoom shows its beginning: smaller cards say nothing. */
const FIT_LEAST = 0.25;
const TOP = 44;
const MARGIN = 40;

/** Puts what the canvas can do on demand into the designer, and shows the beginning of the graph first. */
export function useView(canvas: { readonly current: HTMLElement | null }): void {
  const designer = useDesigner();
  const flow = useReactFlow();
  const width = useFlow((state) => state.width);
  const height = useFlow((state) => state.height);
  const placed = useRef(false);
  const pictures = usePictures();
  const ready = usePicture((picture) => picture !== undefined);

  useEffect(() => {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches || document.body.classList.contains('vscode-reduce-motion');
    const duration = calm ? 0 : 120;
    const size = (): { width: number; height: number } => {
      const { clientWidth = 0, clientHeight = 0 } = canvas.current ?? {};
      const map = canvas.current?.querySelector('.minimap') ? MAP_WIDTH : 0;
      return { width: clientWidth - map, height: clientHeight };
    };
    const view: View = {
      fit: () => {
        const bounds = pictures.get().picture?.drawing.bounds;
        if (!bounds) return;
        const room = size();
        const [across, down] = [(room.width - 2 * MARGIN) / bounds.width, (room.height - 2 * MARGIN) / bounds.height];
        const zoom = Math.max(ZOOM.least, Math.min(1, across, Math.max(FIT_LEAST, down)));
        const y = Math.max(MARGIN, (room.height - bounds.height * zoom) / 2);
        void flow.setViewport({ x: room.width / 2 - (bounds.x + bounds.width / 2) * zoom, y, zoom }, { duration });
      },
      zoom: (factor) => void flow.zoomTo(Math.min(ZOOM.most, Math.max(ZOOM.least, flow.getZoom() * factor)), { duration }),
      reveal: (layer) => {
        const box = pictures.get().picture?.drawing.boxes[layer];
        if (!box) return;
        const room = size();
        const { x, y, zoom } = flow.getViewport();
        const left = box.x * zoom + x;
        const top = box.y * zoom + y;
        const right = left + box.width * zoom;
        const bottom = top + box.height * zoom;
        const dx = shift(left, right, room.width, 24);
        const dy = shift(top, bottom, room.height - 40, 40);
        if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration });
      },
      focus: () => canvas.current?.querySelector<HTMLElement>('#layers')?.focus({ preventScroll: true }),
    };
    designer.view = view;
    return () => {
      if (designer.view === view) designer.view = undefined;
    };
  }, [designer, flow, canvas, pictures]);

  useEffect(() => {
    const bounds = pictures.get().picture?.drawing.bounds;
    if (placed.current || !ready || !bounds || width === 0 || height === 0) return;
    placed.current = true;
    if (document.activeElement === document.body) designer.view?.focus();
    const room = isMapShown(designer.store.get().folds) && bounds.height > height ? width - MAP_WIDTH : width;
    const zoom = Math.min(1, Math.max(0.5, (room - 2 * MARGIN) / bounds.width));
    const top = bounds.height > height - TOP ? 18 : TOP;
    void flow.setViewport(designer.viewport ?? { x: room / 2 - (bounds.x + bounds.width / 2) * zoom, y: top, zoom });
    const last = designer.store.get().selection.at(-1);
    if (last !== undefined && !designer.viewport) designer.view?.reveal(last);
  }, [ready, width, height, flow, designer, pictures]);
}

/** How far to move so that the span from `low` to `high` lies within the room; one that is too long shows its beginning. */
function shift(low: number, high: number, room: number, margin: number): number {
  if (low >= margin && high <= room - margin) return 0;
  if (low < margin || high - low > room - 2 * margin) return margin - low;
  return room - margin - high;
}
