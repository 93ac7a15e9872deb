import type { Link } from './layout';
import { CORNER, type Piece } from './lanes';
import { LABEL_PLACES } from './ports';
import { touch, type Box, type Point, type Route } from './routes';

/** The middle of a label that stands between a card and where its ways part. */
const ABOVE_TURN = 9;

/** A horizontal piece with its height. */
export interface Turn {
  readonly from: number;
  readonly to: number;
  readonly kind: Piece['kind'];
  readonly y: number;
}

export const NO_TURNS: readonly Turn[] = [];
/** Room that a label takes beside its point. */
const LABEL = 150;
/** Between the ids in that of a route. */
export const BETWEEN_IDS = '\u0000';

/** What is drawn of it is worked out when it is asked for: of ten thousand connections few are in view. */
export class DrawnRoute implements Route {
  constructor(
    private readonly link: Link,
    private readonly source: Box,
    private readonly target: Box,
    /** Where it leaves and arrives, beside the middle of the card. */
    private readonly leaves: number,
    private readonly arrives: number,
    private readonly turns: readonly Turn[],
    private readonly labelled: number,
  ) {}

  get from(): string {
    return this.link.from;
  }

  get to(): string {
    return this.link.to;
  }

  get input(): number {
    return this.link.input;
  }

  get id(): string {
    return [this.link.from, this.link.to, this.link.input].join(BETWEEN_IDS);
  }

  get end(): Point {
    return { x: middleOf(this.target) + this.arrives, y: this.target.y };
  }

  get path(): string {
    return rounded(this.points);
  }

  get middle(): Point {
    const { x, y } = this.start;
    const [turn] = this.turns;
    return { x, y: turn ? (y + turn.y) / 2 : (y + this.target.y) / 2 - 1 };
  }

  get label(): Route['label'] {
    if (this.labelled === LABEL_PLACES.none) return undefined;
    const { x, y } = this.start;
    // A fork without a way straight on: its shape stands between the two ways, above where they turn.
    if (this.labelled === LABEL_PLACES.middle) return { x: middleOf(this.source), y: y + ABOVE_TURN, centered: true };
    return { x: x + 8, y: this.turns[0]?.kind === 'merge' ? y + 14 : this.middle.y, centered: false };
  }

  get bounds(): Box {
    const [start, end] = [this.start, this.end];
    let [left, right] = [Math.min(start.x, end.x), Math.max(start.x, end.x)];
    let [top, bottom] = [Math.min(start.y, end.y - ARROW), Math.max(start.y, end.y - ARROW)];
    for (const { from, to, y } of this.turns) {
      left = Math.min(left, from, to);
      right = Math.max(right, from, to);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    const label = this.labelled === LABEL_PLACES.none ? 0 : LABEL;
    return { x: left - label, y: top, width: right - left + 2 * label, height: bottom - top };
  }

  isIn(window: Box): boolean {
    // Of the many that go straight down most are told by their ends alone.
    const straightDown = this.turns.length === 0 && this.target.y > this.source.y;
    if (straightDown && (this.target.y < window.y || this.source.y + this.source.height > window.y + window.height)) return false;
    return touch(this.bounds, window);
  }

  private get start(): Point {
    return { x: middleOf(this.source) + this.leaves, y: this.source.y + this.source.height };
  }

  /** Its corners. */
  private get points(): readonly Point[] {
    const { x, y } = this.end;
    const bends = this.turns.flatMap((turn) => [
      { x: turn.from, y: turn.y },
      { x: turn.to, y: turn.y },
    ]);
    return [this.start, ...bends, { x, y: y - ARROW }];
  }
}

const ARROW = 5;
const middleOf = ({ x, width }: Box): number => x + width / 2;

/** A path at right angles with round corners. */
function rounded(points: readonly Point[]): string {
  let path = '';
  points.forEach((point, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (!before) path += `M${point.x} ${point.y}`;
    else if (!after) path += `L${point.x} ${point.y}`;
    else {
      const radius = Math.min(CORNER, distance(before, point) / 2, distance(point, after) / 2);
      const a = towards(point, before, radius);
      const b = towards(point, after, radius);
      path += `L${a.x} ${a.y}Q${point.x} ${point.y} ${b.x} ${b.y}`;
    }
  });
  return path;
}

const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  const share = whole === 0 ? 0 : length / whole;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
