import { useCallback, useRef, useState, type RefCallback } from 'react';

/** The width of an element in pixels, as it is now. */
export function useWidth(): readonly [RefCallback<HTMLElement>, number] {
  const [width, setWidth] = useState(0);
  const watching = useRef<ResizeObserver>(undefined);
  const measure = useCallback((element: HTMLElement | null) => {
    watching.current?.disconnect();
    if (!element) return;
    watching.current = new ResizeObserver(() => setWidth(element.clientWidth));
    watching.current.observe(element);
    setWidth(element.clientWidth);
  }, []);
  return [measure, width];
}
