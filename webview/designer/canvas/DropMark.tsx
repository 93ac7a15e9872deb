import { useStore as useFlow, ViewportPortal } from '@xyflow/react';
import type { ReactElement } from 'react';
import { layersText } from '../../../src/core/countWords';
import { Icon } from '../../shared/icons';
import type { Drag } from './useReorder';
import { usePicture } from '../state/pictures';

/** Where a dragged card would go, and what is dragged. */
export function DropMark({ drag }: { readonly drag: Drag }): ReactElement {
  const { layer, count, pointer, slot, words } = drag;
  const zoom = useFlow(({ transform }) => transform[2]);
  const card = usePicture((picture) => picture?.cards.get(layer));
  const width = usePicture((picture) => picture?.drawing.boxes[layer]?.width ?? 0);
  return (
    <ViewportPortal>
      {slot?.frame !== undefined && <Entered frame={slot.frame} />}
      {slot && <div className="dropmark" style={{ transform: `translate(${slot.at.x - width / 2}px, ${slot.at.y - 1.5}px)`, width }} />}
      {card && (
        <div
          className={`ghost f-${card.family}`}
          // As large as everything else that floats, however far away the cards are.
          style={{ transform: `translate(${pointer.x + 10 / zoom}px, ${pointer.y + 8 / zoom}px) scale(${1 / zoom})` }}
        >
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
      )}
    </ViewportPortal>
  );
}

/** The block into which it would go. */
function Entered({ frame }: { readonly frame: string }): ReactElement | null {
  const box = usePicture((picture) => picture?.frames.find(({ id }) => id === frame));
  if (!box) return null;
  const { x, y, width, height } = box;
  return <div className="blockframe entered" style={{ transform: `translate(${x}px, ${y}px)`, width, height }} />;
}
