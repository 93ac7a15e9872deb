import { formatCount } from '../../core/format';
import { designSvg, MOST_DRAWN } from '../../../webview/designer/graph/designSvg';
import { Failure } from '../failure';
import type { Exporter } from './exporter';

/** The graph as it is on the canvas. */
export const exportSvg: Exporter = ({ name, analysis }, { picture = {} }) => {
  const { theme = 'light', unfolded = false } = picture;
  const count = unfolded ? analysis.layers.length : shownLayers(analysis);
  if (count > MOST_DRAWN)
    throw new Failure(`A picture of ${formatCount(count)} layers can't be drawn: nobody could look at it.`, {
      reason: `At most ${formatCount(MOST_DRAWN)} layers are drawn.`,
      next: 'Put layers that repeat into blocks, and export the picture with these folded.',
    });
  return { content: designSvg(analysis, name, { theme, unfolded }) };
};

/** Layers that stand in no block, and blocks. */
const shownLayers = ({ layers, instances }: Parameters<Exporter>[0]['analysis']): number =>
  layers.length - instances.reduce((sum, { parent, members }) => (parent === undefined ? sum + members.length - 1 : sum), 0);
