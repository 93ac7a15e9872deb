import { ViewportPortal } from '@xyflow/react';
import type { ReactElement } from 'react';
import { Icon } from '../../shared/icons';
import type { Drag } from './useReorder';
import type { Picture } from './usePicture';

/** Where a dragged card would go, and what is dragged. */
export function DropMark({ drag, picture }: { readonly drag: Drag; readonly picture: Picture }): ReactElement {
  const { layer, pointer, slot } = drag;
  const card = picture.cards.get(layer);
  const width = picture.drawing.boxes[layer]?.width ?? 0;
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
