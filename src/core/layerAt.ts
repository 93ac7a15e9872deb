import { findNodeAtOffset, getNodePath } from 'jsonc-parser';
import { placeOf, type Analysis, type LayerAnalysis } from './analysis';
import { treeOf } from './jsonTree';

/** The layer that the text speaks of at an offset; of several that share a text the first. */
export function layerAt(text: string, offset: number, { layers }: Analysis): LayerAnalysis | undefined {
  const { root } = treeOf(text);
  const node = root && findNodeAtOffset(root, offset, true);
  const path = node ? getNodePath(node) : [];
  return layers.find((layer) => placeOf(layer).every((step, i) => step === path[i]));
}
