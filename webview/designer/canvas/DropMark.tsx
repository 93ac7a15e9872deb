import { useStore as useFlow, ViewportPortal } from '@xyflow/react';
import type { ReactElement } from 'react';
import { layersText } from '../../../src/core/countWords';
import { Icon } from '../../shared/icons';
import type { Drag } from './useReorder';
import { usePicture } from '../state/pictures';

/** Where a dragged card would go, and what is dragged. */
export function DropMark({ drag }: { readonly drag: Drag }): ReactElement {
  const { layer, slot } = drag;
  const width = usePicture((picture) => picture?.drawing.boxes[layer]?.width ?? 0);
  return (
    <>
      <ViewportPortal>
        {slot?.frame !== undefined && <Entered frame={slot.frame} />}
        {slot && <div className="dropmark" style={{ transform: `translate(${slot.at.x - width / 2}px, ${slot.at.y - 1.5}px)`, width }} />}
      </ViewportPortal>
      <Ghost drag={drag} />
    </>
  );
}

const MOST_WIDE = 320;

/** What is dragged, beside the pointer where there is more room: as large as everything else that floats, and whole. */
function Ghost({ drag: { layer, count, pointer, words } }: { readonly drag: Drag }): ReactElement | null {
  const [left, top, zoom] = useFlow(({ transform }) => transform);
  const whole = useFlow(({ width }) => width);
  const card = usePicture((picture) => picture?.cards.get(layer));
  if (!card) return null;
  const [x, y] = [left + pointer.x * zoom, top + pointer.y * zoom];
  const isRight = x < whole / 2;
  const room = (isRight ? whole - x : x) - 18;
  const beside = isRight ? { left: x + 10 } : { right: whole - x + 10 };
  return (
    <div className={`ghost f-${card.family}`} style={{ top: y + 8, ...beside, maxWidth: Math.min(MOST_WIDE, room) }}>
      <div className="what">
        <Icon name={card.icon} className="fico" />
        <span className="strong">{count > 1 ? layersText(count) : card.type}</span>
        {count === 1 && <span className="dim">{card.local ?? card.name}</span>}
      </div>
      {words.map((sentence) => (
        <div key={sentence} className="dim small">
          {sentence}
        </div>
      ))}
    </div>
  );
}

/** The block into which it would go. */
function Entered({ frame }: { readonly frame: string }): ReactElement | null {
  const box = usePicture((picture) => picture?.frames.find(({ id }) => id === frame));
  if (!box) return null;
  const { x, y, width, height } = box;
  return <div className="blockframe entered" style={{ transform: `translate(${x}px, ${y}px)`, width, height }} />;
}
