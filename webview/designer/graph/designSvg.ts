import * as l10n from '@vscode/l10n';
import type { Analysis } from '../../../src/core/analysis';
import { fold } from '../../../src/core/blocks/fold';
import { dagrePlacement } from './dagreLayout';
import { drawSvg } from './drawSvg';
import { chainPlacement, simplePlacement, withoutSkips, type Placement, type Structure } from './layout';
import { pictureOf, structureOf } from './picture';
import { piecesPlacement } from './piecesPlacement';
import type { PictureTheme } from './svgColors';

export interface SvgOptions {
  readonly theme: PictureTheme;
  /** Whether blocks are shown with their layers. */
  readonly unfolded: boolean;
}

/** Graphs of more layers than this get rows without a search for few crossings, which would take minutes. */
const MOST_SEARCHED = 3000;
/** Nobody looks at a picture of more. */
export const MOST_DRAWN = 5000;

/** The graph of a design as an SVG file, laid out as on the canvas. */
export function designSvg(analysis: Analysis, name: string, { theme, unfolded }: SvgOptions): string {
  const folded = fold(analysis, new Set(unfolded ? analysis.instances.map(({ id }) => id) : []));
  const structure = structureOf(folded);
  const picture = pictureOf({ analysis: folded, structure, placement: placementOf(structure), mode: 'parameters', healthy: new Set() }, undefined); // prettier-ignore
  return drawSvg(picture, { theme, title: l10n.t`The model ${name}` });
}

function placementOf(structure: Structure): Placement {
  const plain = withoutSkips(structure);
  const placement = chainPlacement(plain) ?? piecesPlacement(plain);
  if (placement) return placement;
  return structure.nodes.length > MOST_SEARCHED ? simplePlacement(structure) : dagrePlacement(structure);
}
