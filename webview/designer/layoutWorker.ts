import { dagrePlacement } from './graph/dagreLayout';
import type { Placement, Structure } from './graph/layout';

export interface LayoutRequest {
  readonly id: number;
  readonly structure: Structure;
}
export interface LayoutAnswer {
  readonly id: number;
  /** Absent: no layout could be made. */
  readonly placement?: Placement;
}

self.addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  const { id, structure } = data;
  try {
    self.postMessage({ id, placement: dagrePlacement(structure) } satisfies LayoutAnswer);
  } catch {
    self.postMessage({ id } satisfies LayoutAnswer);
  }
});
