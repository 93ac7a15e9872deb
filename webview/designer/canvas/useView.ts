import { useReactFlow, useStore as useFlow, useStoreApi, type Viewport } from '@xyflow/react';
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
const LEAST_MARGIN = 12;

/** Puts what the canvas can do on demand into the designer, and shows the beginning of the graph first. */
export function useView(canvas: { readonly current: HTMLElement | null }): void {
  const designer = useDesigner();
  const flow = useReactFlow();
  const store = useStoreApi();
  const width = useFlow((state) => state.width);
  const height = useFlow((state) => state.height);
  const placed = useRef(false);
  const pictures = usePictures();
  const ready = usePicture((picture) => picture !== undefined);

  useEffect(() => {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches || document.body.classList.contains('vscode-reduce-motion');
    const duration = calm ? 0 : 120;
    const size = (): { width: number; height: number } => {
      const { width: whole, height: high } = store.getState();
      const map = canvas.current?.querySelector('.minimap') ? MAP_WIDTH : 0;
      return { width: whole - map, height: high };
    };
    /** Near by the view glides, straight; on a long way it would pass, and draw, thousands of cards. */
    const move = (to: Viewport): void => {
      const from = flow.getViewport();
      const { width, height } = store.getState();
      const near = Math.abs(to.x - from.x) <= width && Math.abs(to.y - from.y) <= height;
      void flow.setViewport(to, { duration: near ? duration : 0, interpolate: 'linear' });
    };
    const view: View = {
      fit: () => {
        const bounds = pictures.get().picture?.drawing.bounds;
        if (!bounds) return;
        const { width: whole } = store.getState();
        const zoomFor = (width: number, height: number): number =>
          Math.max(
            ZOOM.least,
            Math.min(1, (width - 2 * MARGIN) / bounds.width, Math.max(FIT_LEAST, (height - 2 * MARGIN) / bounds.height)),
          );
        const { width, height } = size();
        // Where all of it fits there is no map any more.
        const fits = bounds.height * zoomFor(whole, height) <= height && bounds.width * zoomFor(whole, height) <= whole;
        const room = { width: fits ? whole : width, height };
        const zoom = zoomFor(room.width, height);
        const y = Math.max(MARGIN, (room.height - bounds.height * zoom) / 2);
        move({ x: room.width / 2 - (bounds.x + bounds.width / 2) * zoom, y, zoom });
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
        if (dx !== 0 || dy !== 0) move({ x: x + dx, y: y + dy, zoom });
      },
      focus: () => canvas.current?.querySelector<HTMLElement>('#layers')?.focus({ preventScroll: true }),
    };
    designer.view = view;
    return () => {
      if (designer.view === view) designer.view = undefined;
    };
  }, [designer, flow, store, canvas, pictures]);

  useEffect(() => {
    const bounds = pictures.get().picture?.drawing.bounds;
    if (placed.current || !ready || !bounds || width === 0 || height === 0) return;
    placed.current = true;
    const room = isMapShown(designer.store.get().folds, width) && bounds.height > height ? width - MAP_WIDTH : width;
    const zoom = Math.min(1, Math.max(0.5, (room - 2 * MARGIN) / bounds.width));
    const top = bounds.height > height - TOP ? 18 : TOP;
    const kept = designer.viewport;
    const start = { x: room / 2 - (bounds.x + bounds.width / 2) * zoom, y: top, zoom };
    void flow.setViewport(kept ? { ...kept, x: kept.x + (width - (kept.width ?? width)) / 2 } : start);
    const last = designer.store.get().selection.at(-1);
    if (last !== undefined && !kept) designer.view?.reveal(last);
  }, [ready, width, height, flow, designer, pictures]);

  // The keys go to the layers as soon as the workbench gives the page the focus, and not before: what is only looked at from the
  // explorer leaves the focus there.
  useEffect(() => {
    if (!ready) return;
    const take = () => {
      if (document.activeElement === document.body) designer.view?.focus();
    };
    if (document.hasFocus()) take();
    window.addEventListener('focus', take);
    return () => window.removeEventListener('focus', take);
  }, [ready, designer]);

  // What is in the middle of the room beside the map stays there when the view changes its size, and a graph that had room keeps it:
  // as small as it was made for that, it grows again with the view. Hidden, the view has no width.
  const last = useRef({ width: 0, height: 0, made: 0, wanted: 1 });
  useEffect(() => {
    const before = last.current;
    if (width === 0) return;
    last.current = { ...before, width, height };
    const bounds = pictures.get().picture?.drawing.bounds;
    if (before.width === 0 || !placed.current || !bounds) return;
    const { x, y, zoom } = flow.getViewport();
    const { folds } = designer.store.get();
    const beside = (view: { readonly width: number; readonly height: number }, zoom: number): number =>
      view.width - (isMapShown(folds, view.width) && bounds.height * zoom > view.height ? MAP_WIDTH : 0);
    const whole = zoom === before.made ? before.wanted : zoom;
    const room = Math.max(0.5, (beside({ width, height }, whole) - 2 * LEAST_MARGIN) / bounds.width);
    const had = zoom === before.made || bounds.width * zoom <= beside(before, zoom);
    const to = had ? Math.min(whole, room) : zoom;
    const [from, now] = [beside(before, zoom), beside({ width, height }, to)];
    if (from === now) return;
    last.current = { width, height, made: to === whole ? 0 : to, wanted: whole };
    const scale = to / zoom;
    void flow.setViewport({ x: now / 2 - (from / 2 - x) * scale, y: y * scale, zoom: to });
  }, [width, height, flow, designer, pictures]);
}

/** How far to move so that the span from `low` to `high` lies within the room; one that is too long shows its beginning. */
function shift(low: number, high: number, room: number, margin: number): number {
  if (low >= margin && high <= room - margin) return 0;
  if (low < margin || high - low > room - 2 * margin) return margin - low;
  return room - margin - high;
}
