import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

const ROW = 22;
const SPARE = 12;

/** The rows of a long list that are in sight, and a few on both sides. */
export interface Window {
  readonly from: number;
  readonly to: number;
  /** Pixels of what is left out before and after. */
  readonly above: number;
  readonly below: number;
}

/** Also stays at the end while rows come in, unless the person has scrolled away from it. */
export function useWindow(scroller: RefObject<HTMLElement | null>, rows: number): Window {
  const [seen, setSeen] = useState({ from: 0, to: 60 });
  const atEnd = useRef(true);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = () => {
      atEnd.current = element.scrollTop + element.clientHeight >= element.scrollHeight - ROW;
      const from = Math.max(0, Math.floor(element.scrollTop / ROW) - SPARE);
      const to = Math.ceil((element.scrollTop + element.clientHeight) / ROW) + SPARE;
      setSeen((known) => (known.from === from && known.to === to ? known : { from, to }));
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);
  useLayoutEffect(() => {
    if (atEnd.current && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [scroller, rows]);

  const from = Math.min(seen.from, Math.max(0, rows - 1));
  const to = Math.min(rows, Math.max(seen.to, from + 1));
  return { from, to, above: from * ROW, below: (rows - to) * ROW };
}
