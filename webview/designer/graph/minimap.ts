import type { Severity } from '../../../src/core/diagnostics';
import type { CardModel, Cards } from './cards';
import type { Box, Drawing } from './routes';

/** Pixels of the map for each unit of the graph; a long chain is pressed together, or it would be a thread. */
export interface MapScale {
  readonly x: number;
  readonly y: number;
  /** Of what is drawn. */
  readonly width: number;
  readonly height: number;
}

export const MAP = { width: 72, margin: 8, problems: 4 } as const;
/** Of the strip that it takes at the right edge of the canvas. */
export const MAP_WIDTH = MAP.width + MAP.problems + 3 * MAP.margin;
const MOST = { x: 0.17, y: 0.09 } as const;

export function mapScale({ width, height }: Box, room: number): MapScale {
  const x = Math.min(MOST.x, MAP.width / Math.max(1, width));
  const y = Math.min(MOST.y, room / Math.max(1, height));
  return { x, y, width: Math.round(width * x), height: Math.round(height * y) };
}

/** A card, or what stands for several on one row of pixels. */
export interface MapMark extends Box {
  readonly family: CardModel['family'];
}
export interface MapProblem {
  readonly y: number;
  readonly severity: Severity;
}

const WEIGHT: Readonly<Record<Severity, number>> = { error: 3, warning: 2, hint: 1 };

/** What the map shows, in its pixels: of many cards on one row the first, and of many problems the worst. */
export function mapMarks(
  { nodes, cards: boxes, bounds }: Drawing,
  cards: Pick<Cards, 'family' | 'problem'>,
  scale: MapScale,
): { readonly marks: readonly MapMark[]; readonly problems: readonly MapProblem[] } {
  const marks = new Map<number, MapMark>();
  const problems = new Map<number, MapProblem>();
  for (let i = 0; i < nodes.length; i++) {
    const [id, box] = [nodes[i]!, boxes[i]];
    if (!box) continue;
    const x = Math.round((box.x - bounds.x) * scale.x);
    const y = Math.round(box.y * scale.y);
    const place = y * 1000 + x;
    if (!marks.has(place))
      marks.set(place, {
        x,
        y,
        width: Math.max(2, Math.round(box.width * scale.x)),
        height: Math.max(1, Math.round(box.height * scale.y)),
        family: cards.family(id),
      });
    const severity = cards.problem(id);
    if (severity && WEIGHT[severity] > weightOf(problems.get(y))) problems.set(y, { y, severity });
  }
  return { marks: [...marks.values()], problems: [...problems.values()] };
}

const weightOf = (problem: MapProblem | undefined): number => (problem ? WEIGHT[problem.severity] : 0);

/** A viewport that is lower than this on the map could not be taken hold of. */
const LEAST_SLIDER = 14;

/** What the view shows, in pixels of the map. */
export function mapSlider(view: Box, bounds: Box, scale: MapScale): Box {
  const height = Math.max(LEAST_SLIDER, view.height * scale.y);
  const middle = (view.y + view.height / 2 - bounds.y) * scale.y;
  const left = Math.max(0, (view.x - bounds.x) * scale.x);
  const right = Math.min(scale.width, (view.x + view.width - bounds.x) * scale.x);
  return { x: Math.min(left, scale.width - 4), y: middle - height / 2, width: Math.max(4, right - left), height };
}
