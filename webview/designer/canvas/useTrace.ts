import { isOn, pathsThrough } from '../graph/paths';
import { useDesignerState } from '../state/designer';
import { usePicture } from '../state/pictures';

/** While paths are traced: whether a layer, or a connection by its two ends, is on one of them, or stands aside. */
export function useTrace(...layers: readonly string[]): 'on' | 'aside' | undefined {
  const traced = useDesignerState(({ tracing, selection }) => (tracing && selection.length > 0 ? selection : undefined));
  return usePicture((picture) => {
    if (!traced || !picture) return undefined;
    return isOn(pathsThrough(picture.structure.edges, traced), ...layers) ? 'on' : 'aside';
  });
}
