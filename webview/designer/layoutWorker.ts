import { dagrePlacement } from './graph/dagreLayout';
import type { Placement, Structure } from './graph/layout';

export interface LayoutRequest {
  readonly structure: Structure;
}
export interface LayoutAnswer {
  /** Absent: no layout could be made. */
  readonly placement?: Placement;
}

self.addEventListener('message', ({ data: { structure } }: MessageEvent<LayoutRequest>) => {
  try {
    self.postMessage({ placement: dagrePlacement(structure) } satisfies LayoutAnswer);
  } catch {
    self.postMessage({} satisfies LayoutAnswer);
  }
});
