import { createContext, useContext, type PointerEvent } from 'react';

/** A press on a card that may become a drag. */
export type StartDrag = (layer: string, event: PointerEvent<HTMLElement>) => void;

const DragStartContext = createContext<StartDrag>(() => undefined);
export const DragStartProvider = DragStartContext.Provider;
export const useDragStart = (): StartDrag => useContext(DragStartContext);
