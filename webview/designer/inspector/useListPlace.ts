import { useLayoutEffect, useState, type CSSProperties } from 'react';

/** Less is a matter of rounding. */
const MOVED = 0.5;

/** A list that floats, in CSS pixels: as tall as all of it would be, and as wide as it wants to be. */
interface ListSize {
  readonly height: number;
  readonly width: number;
}

/**
 * Where a list lies that belongs to a control, as long as it is open: at the control, wherever that goes. What comes into the
 * inspector late, as samples that were being read, pushes the control away: what scrolls is scrolled by as much, so that the
 * list stays under the pointer.
 */
export function useListPlace(anchor: { readonly current: HTMLElement | null }, { height, width }: ListSize): CSSProperties {
  const [style, setStyle] = useState<CSSProperties>({ visibility: 'hidden' });
  useLayoutEffect(() => {
    const control = anchor.current;
    if (!control) return undefined;
    const scroll = control.closest('.scroll');
    const look = () => {
      const { top, right } = control.getBoundingClientRect();
      return { top, inside: top + (scroll?.scrollTop ?? 0), at: [top, right, window.innerWidth, window.innerHeight].join() };
    };
    let [before, placed, frame] = [look(), '', 0];
    const follow = (): void => {
      const pushed = look();
      // It lies elsewhere among what scrolls: nobody has scrolled it there.
      if (scroll && Math.abs(pushed.inside - before.inside) > MOVED) scroll.scrollTop += pushed.top - before.top;
      before = look();
      if (before.at !== placed) setStyle(beside(control.getBoundingClientRect(), { height, width }));
      placed = before.at;
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [anchor, height, width]);
  return style;
}

/** Below the control; above it where there is more room, and not enough below. */
function beside({ top, bottom, right, width: least }: DOMRect, { height, width }: ListSize): CSSProperties {
  const [{ innerWidth, innerHeight }, below] = [window, window.innerHeight - bottom];
  const across = { right: Math.max(8, innerWidth - right), minWidth: least, width: Math.max(least, Math.min(width, innerWidth - 16)) };
  return below >= height + 8 || below >= top
    ? { ...across, top: bottom + 2, maxHeight: below - 10 }
    : { ...across, bottom: innerHeight - top + 2, maxHeight: top - 10 };
}
