import { ViewportPortal } from '@xyflow/react';
import type { ReactElement } from 'react';
import type { FrameBox } from '../graph/frames';
import { usePicture } from '../state/pictures';

const NONE: readonly FrameBox[] = [];

/** Behind the cards: a line around the layers of each block that is unfolded. */
export function Frames(): ReactElement | null {
  const frames = usePicture((picture) => picture?.frames ?? NONE);
  if (frames.length === 0) return null;
  return (
    <ViewportPortal>
      {frames.map(({ id, x, y, width, height }) => (
        <div key={id} className="blockframe" style={{ transform: `translate(${x}px, ${y}px)`, width, height }} aria-hidden="true" />
      ))}
    </ViewportPortal>
  );
}
