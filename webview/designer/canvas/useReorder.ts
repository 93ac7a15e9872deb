import * as l10n from '@vscode/l10n';
import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import type { Point } from '../graph/routes';
import type { Picture } from '../graph/picture';
import { foldedAt, nearestSlot, slotsFor, type Slot } from '../graph/slots';
import { useDesigner, type Designer } from '../state/designer';
import { usePictures } from '../state/pictures';
import type { StartDrag } from './dragStart';
import { crossingWords } from './moves';

export interface Drag {
  readonly layer: string;
  /** How many layers go. */
  readonly count: number;
  /** Where the pointer is, on the graph. */
  readonly pointer: Point;
  readonly slot?: Slot;
  /** Which blocks it would leave and enter. */
  readonly words: readonly string[];
}

/** Below this many pixels a press is a click. */
const THRESHOLD = 6;
/** From farther away than this no slot is meant. */
const REACH = 160;
/** A folded block opens when the pointer rests on it for so many milliseconds, as folders do in VS Code's explorer. */
const OPENS_AFTER = 600;

/** What moves with a card: all that is selected, where it is one of them. */
function chosenWith(layer: string, designer: Designer): readonly string[] {
  const { selection } = designer.store.get();
  return selection.includes(layer) ? selection : [layer];
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
      let known: { readonly picture: Picture; readonly slots: readonly Slot[] } | undefined;
      let over: { readonly id: string | undefined; readonly timer?: ReturnType<typeof setTimeout> } = { id: undefined };
      const rest = (id: string | undefined, at: PointerEvent): void => {
        if (id === over.id) return;
        clearTimeout(over.timer);
        const opened = (): void => {
          designer.unfold([id ?? ''], true);
          requestAnimationFrame(() => current && move(at));
        };
        over = { id, ...(id !== undefined && { timer: setTimeout(opened, OPENS_AFTER) }) };
      };
      const show = (next: Drag | undefined): void => setDrag((current = next));
      const move = (at: PointerEvent): void => {
        if (!current && Math.hypot(at.clientX - start.x, at.clientY - start.y) < THRESHOLD) return;
        const { picture } = pictures.get();
        if (!picture) return;
        const pointer = flow.screenToFlowPosition({ x: at.clientX, y: at.clientY });
        const chosen = chosenWith(layer, designer);
        if (known?.picture !== picture) known = { picture, slots: slotsFor(chosen, picture) };
        rest(foldedAt(chosen, picture, pointer), at);
        const slot = nearestSlot(known.slots, pointer, REACH);
        const words =
          slot === undefined ? [] : slot === current?.slot ? current.words : crossingWords(picture.analysis.flat, layer, slot.position);
        show({ layer, count: chosen.length, pointer, ...(slot && { slot }), words });
      };
      const end = (drop: boolean): void => {
        clearTimeout(over.timer);
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
        if (!dropped.slot) return;
        const { position } = dropped.slot;
        const layers = chosenWith(layer, designer);
        if (layers.length > 1)
          designer.commit({ type: 'moveLayers', layers, position }, [l10n.t`Moved ${layers.length} layers.`, ...dropped.words].join(' '));
        else {
          const name = pictures.get().picture?.cards.get(layer)?.local ?? layer;
          designer.commit({ type: 'moveLayer', layer, position }, [l10n.t`Moved ${name}.`, ...dropped.words].join(' '));
        }
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
