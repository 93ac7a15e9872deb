import type { Folded } from '../../../src/core/blocks/fold';
import type { Box, Drawing } from './routes';

/** What stands around the layers of a block that is unfolded. */
export interface FrameBox extends Box {
  readonly id: string;
}

const SIDE = 14;
const BETWEEN = 8;
const ABOVE = 8;
const BELOW = 12;

/** Around the card of each unfolded block and all that it holds, lanes included; a frame stays clear of those within. */
export function framesOf({ frames }: Folded, { boxes, routes }: Drawing): readonly FrameBox[] {
  if (frames.length === 0) return [];
  const made = new Map<string, FrameBox>();
  // Those within come after the one around them.
  for (const { id, members } of frames.toReversed()) {
    const own = boxes[id];
    if (!own) continue;
    const inside = new Set([id, ...members]);
    const cards = [own, ...members.flatMap((member) => boxes[member] ?? [])].map((box) => grown(box, SIDE, ABOVE, BELOW));
    const lanes = routes.flatMap(({ from, to, bounds }) => (inside.has(from) && inside.has(to) ? [grown(bounds, BETWEEN, 0, 0)] : []));
    const within = members.flatMap((member) => made.get(member) ?? []).map((frame) => grown(frame, BETWEEN, 0, BETWEEN / 2));
    made.set(id, { id, ...around([...cards, ...lanes, ...within]) });
  }
  return frames.flatMap(({ id }) => made.get(id) ?? []);
}

const grown = ({ x, y, width, height }: Box, side: number, above: number, below: number): Box => ({
  x: x - side,
  y: y - above,
  width: width + 2 * side,
  height: height + above + below,
});

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
