import * as l10n from '@vscode/l10n';
import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import type { Position } from '../../../src/core/edits';
import type { Point } from '../graph/routes';
import type { Picture } from '../graph/picture';
import { useDesigner } from '../state/designer';
import { usePictures } from '../state/pictures';
import type { StartDrag } from './dragStart';

/** A place where the dragged card would go. */
export interface Slot {
  readonly at: Point;
  readonly position: Position;
}

export interface Drag {
  readonly layer: string;
  /** Where the pointer is, on the graph. */
  readonly pointer: Point;
  readonly slot?: Slot;
}

/** Below this many pixels a press is a click. */
const THRESHOLD = 6;
/** From farther away than this no slot is meant. */
const REACH = 160;

/** The places where a layer can be dropped: every connection that is not its own, and below the outputs. */
function slotsFor(layer: string, { drawing, analysis }: Picture): readonly Slot[] {
  const edges = drawing.routes.flatMap(({ from, to, middle }) =>
    from === layer || to === layer ? [] : [{ at: middle, position: { edge: { from, to } } }],
  );
  const ends = analysis.outputs.flatMap((id) => {
    const box = drawing.boxes[id];
    return box && id !== layer ? [{ at: { x: box.x + box.width / 2, y: box.y + box.height + 18 }, position: { after: id } }] : [];
  });
  return [...edges, ...ends];
}

/** Moving a card to another place in the graph by the pointer. The layout stays computed: only the slot counts. */
export function useReorder(): { readonly drag: Drag | undefined; readonly startDrag: StartDrag } {
  const designer = useDesigner();
  const flow = useReactFlow();
  const [drag, setDrag] = useState<Drag>();
  const pictures = usePictures();
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);

  const startDrag = useCallback(
    (layer: string, event: ReactPointerEvent<HTMLElement>) => {
      if (event.button !== 0 || (event.target as HTMLElement).closest('.react-flow__handle, .nodrag')) return;
      const start = { x: event.clientX, y: event.clientY };
      let current: Drag | undefined;
      const show = (next: Drag | undefined): void => setDrag((current = next));
      const move = (at: PointerEvent): void => {
        if (!current && Math.hypot(at.clientX - start.x, at.clientY - start.y) < THRESHOLD) return;
        const { picture } = pictures.get();
        if (!picture) return;
        const pointer = flow.screenToFlowPosition({ x: at.clientX, y: at.clientY });
        const distance = (slot: Slot): number => Math.abs(slot.at.x - pointer.x) / 3 + Math.abs(slot.at.y - pointer.y);
        const nearest = slotsFor(layer, picture).reduce<Slot | undefined>(
          (best, slot) => (best && distance(best) <= distance(slot) ? best : slot),
          undefined,
        );
        show({ layer, pointer, ...(nearest && distance(nearest) < REACH && { slot: nearest }) });
      };
      const end = (drop: boolean): void => {
        window.removeEventListener('pointermove', move);
        window.removeEventListener('pointerup', up);
        window.removeEventListener('pointercancel', cancel);
        window.removeEventListener('keydown', key, true);
        const dropped = current;
        show(undefined);
        if (!drop || !dropped) return;
        // The click that follows the drop would select what lies under the pointer.
        window.addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => window.removeEventListener('click', swallow, true));
        const { selection } = designer.store.get();
        if (!dropped.slot) return;
        const { position } = dropped.slot;
        if (selection.length > 1 && selection.includes(layer))
          designer.commit({ type: 'moveLayers', layers: selection, position }, l10n.t`Moved ${selection.length} layers.`);
        else designer.commit({ type: 'moveLayer', layer, position }, l10n.t`Moved ${layer}.`);
      };
      const swallow = (click: Event): void => click.stopPropagation();
      const up = (): void => end(true);
      const cancel = (): void => end(false);
      const key = (pressed: KeyboardEvent): void => {
        if (pressed.key !== 'Escape') return;
        pressed.stopPropagation();
        end(false);
      };
      stop.current = cancel;
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', up);
      window.addEventListener('pointercancel', cancel);
      window.addEventListener('keydown', key, true);
    },
    [designer, flow, pictures],
  );
  return { drag, startDrag };
}
