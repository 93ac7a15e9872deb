import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { RunState } from '../../../src/core/training/run';
import { leastSpan, pan, zoomBy, zoomTo, type Span } from './zoom';

/** A pointer that has moved no further than this (CSS pixels) only points. */
const STILL = 4;

interface ZoomProps {
  readonly run: RunState | undefined;
  /** What is seen now, and where the whole axis ends. */
  readonly seen: Span;
  readonly end: number;
  readonly setZoom: (zoom: Span | undefined) => void;
}

/** Part of the x axis is chosen by dragging over it, or by keys. */
export function useZoom({ run, seen, end, setZoom }: ZoomProps) {
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number; readonly startX: number; readonly moved: boolean }>();
  const least = leastSpan(run);
  const zoomed = seen.from > 0 || seen.to < end;
  const all = () => setZoom(undefined);

  return {
    /** What is marked while the pointer is down. */
    brush: drag?.moved ? { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) } : undefined,
    zoomed,
    all,
    down: (event: PointerEvent<HTMLElement>, x: number) => {
      // A finger scrolls.
      if (event.button !== 0 || event.pointerType === 'touch') return;
      setDrag({ from: x, to: x, startX: event.clientX, moved: false });
    },
    move: (event: PointerEvent<HTMLElement>, x: number) => {
      if (!drag) return;
      // It was let go where nobody heard of it.
      if ((event.buttons & 1) === 0) return setDrag(undefined);
      const moved = drag.moved || Math.abs(event.clientX - drag.startX) > STILL;
      // From here on the pointer may leave the charts; a mere click goes to what it is on.
      if (moved && !drag.moved) event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ ...drag, to: x, moved });
    },
    up: () => {
      setDrag(undefined);
      if (!drag?.moved) return;
      const chosen = zoomTo({ from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) }, end, least);
      if (chosen) setZoom(chosen);
    },
    cancel: () => setDrag(undefined),
    /** Whether the key is one that zooms; `at`: what stays in its place. */
    press: ({ key, shiftKey }: KeyboardEvent, at: number): boolean => {
      if (key === '+' || key === '=') setZoom(zoomBy(0.5, at, seen, end, least));
      else if (key === '-' || key === '_') setZoom(zoomBy(2, at, seen, end, least));
      else if (key === '0') all();
      else if (shiftKey && zoomed && key === 'ArrowLeft') setZoom(pan(-1, seen, end, least));
      else if (shiftKey && zoomed && key === 'ArrowRight') setZoom(pan(1, seen, end, least));
      else return false;
      return true;
    },
  };
}
