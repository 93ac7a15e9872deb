import { isOn, pathsThrough } from '../graph/paths';
import { useDesignerState } from '../state/designer';
import { usePicture } from '../state/pictures';

/** Whether paths are traced and a layer, or a connection by its two ends, is on none. */
export function useAside(...layers: readonly string[]): boolean {
  const traced = useDesignerState(({ tracing, selection }) => (tracing && selection.length > 0 ? selection : undefined));
  return usePicture((picture) => {
    if (!traced || !picture) return false;
    return !isOn(pathsThrough(picture.structure.edges, traced), ...layers);
  });
}
