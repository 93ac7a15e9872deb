import { pathsThrough } from '../graph/paths';
import { useDesignerState } from '../state/designer';
import { usePicture } from '../state/pictures';

/** Whether paths are traced and none of them goes through all of these layers. */
export function useAside(...layers: readonly string[]): boolean {
  const traced = useDesignerState(({ tracing, selection }) => (tracing && selection.length > 0 ? selection : undefined));
  return usePicture((picture) => {
    if (!traced || !picture) return false;
    const paths = pathsThrough(picture.structure.edges, traced);
    return !layers.every((layer) => paths.has(layer));
  });
}
