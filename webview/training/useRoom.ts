import { useEffect, useState, type RefObject } from 'react';

/** How many columns there is room for: runs, charts and layers; runs and charts; one below the other. */
export type Room = 'wide' | 'medium' | 'narrow';

const roomFor = (width: number): Room => (width >= 1120 ? 'wide' : width >= 720 ? 'medium' : 'narrow');

export function useRoom(root: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>(() => roomFor(innerWidth));
  useEffect(() => {
    if (!root.current) return undefined;
    const sizes = new ResizeObserver(([entry]) => entry && setRoom(roomFor(entry.contentRect.width)));
    sizes.observe(root.current);
    return () => sizes.disconnect();
  }, [root]);
  return room;
}
