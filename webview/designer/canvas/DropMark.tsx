import { ViewportPortal } from '@xyflow/react';
import type { ReactElement } from 'react';
import { Icon } from '../../shared/icons';
import type { Drag } from './useReorder';
import { usePicture } from '../state/pictures';

/** Where a dragged card would go, and what is dragged. */
export function DropMark({ drag }: { readonly drag: Drag }): ReactElement {
  const { layer, pointer, slot } = drag;
  const card = usePicture((picture) => picture?.cards.get(layer));
  const width = usePicture((picture) => picture?.drawing.boxes[layer]?.width ?? 0);
  return (
    <ViewportPortal>
      {slot && <div className="dropmark" style={{ transform: `translate(${slot.at.x - width / 2}px, ${slot.at.y - 1.5}px)`, width }} />}
      {card && (
        <div className={`ghost f-${card.family}`} style={{ transform: `translate(${pointer.x + 10}px, ${pointer.y + 8}px)` }}>
          <Icon name={card.icon} className="fico" />
          <span className="strong">{card.type}</span>
          <span className="dim">{card.name}</span>
        </div>
      )}
    </ViewportPortal>
  );
}
