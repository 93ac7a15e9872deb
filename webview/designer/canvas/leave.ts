import type { Designer, Overlay } from '../state/designer';

/** What is open closes because focus went elsewhere, and focus stays there. */
export function leave(designer: Designer, overlay: Overlay): void {
  // It may have made place for another one.
  if (designer.store.get().overlay === overlay) designer.open(undefined);
}
