import * as l10n from '@vscode/l10n';
import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState, type MouseEvent as ReactMouseEvent } from 'react';
import type { Box, Point } from '../graph/routes';
import { useDesigner } from '../state/designer';
import { usePictures } from '../state/pictures';

/** Below this many pixels a press is a click. */
const THRESHOLD = 4;

const between = (a: Point, b: Point): Box => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});

const touches = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

interface Marquee {
  /** In pixels of the canvas, while it is drawn. */
  readonly area: Box | undefined;
  readonly onMouseDownCapture: (event: ReactMouseEvent<HTMLElement>) => void;
}

/** Shift and a drag over the empty canvas select what the drawn rectangle touches; with Ctrl as well, besides what is selected. */
export function useMarquee(): Marquee {
  const designer = useDesigner();
  const pictures = usePictures();
  const flow = useReactFlow();
  const [area, setArea] = useState<Box>();
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);

  const onMouseDownCapture = useCallback(
    (event: ReactMouseEvent<HTMLElement>) => {
      if (!event.shiftKey || event.button !== 0 || !(event.target as HTMLElement).closest('.react-flow__pane')) return;
      // The canvas would be moved.
      event.stopPropagation();
      event.preventDefault();
      const corner = event.currentTarget.getBoundingClientRect();
      const start = { x: event.clientX, y: event.clientY };
      const kept = event.ctrlKey || event.metaKey ? designer.store.get().selection : [];
      let drawn = false;
      const move = (at: MouseEvent): void => {
        if (!drawn && Math.hypot(at.clientX - start.x, at.clientY - start.y) < THRESHOLD) return;
        drawn = true;
        const screen = between(start, { x: at.clientX, y: at.clientY });
        setArea({ ...screen, x: screen.x - corner.left, y: screen.y - corner.top });
        const { picture } = pictures.get();
        const inside = between(flow.screenToFlowPosition(start), flow.screenToFlowPosition({ x: at.clientX, y: at.clientY }));
        const touched = (picture?.structure.nodes ?? []).filter((id) => {
          const box = picture?.drawing.boxes[id];
          return box !== undefined && touches(box, inside);
        });
        designer.select([...kept.filter((id) => !touched.includes(id)), ...touched]);
      };
      const end = (): void => {
        window.removeEventListener('mousemove', move);
        window.removeEventListener('mouseup', end);
        setArea(undefined);
        if (!drawn) return;
        // The click that follows would clear the selection.
        const swallow = (click: Event): void => click.stopPropagation();
        window.addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => window.removeEventListener('click', swallow, true));
        designer.view?.focus();
        const { length } = designer.store.get().selection;
        designer.say(l10n.t`${length} selected.`);
      };
      stop.current = end;
      window.addEventListener('mousemove', move);
      window.addEventListener('mouseup', end);
    },
    [designer, flow, pictures],
  );
  return { area, onMouseDownCapture };
}
