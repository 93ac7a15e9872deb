import type { Position } from '../../../src/core/edits';
import type { Picture } from './picture';
import type { Point } from './routes';

/** A place where the dragged cards would go. */
export interface Slot {
  readonly at: Point;
  readonly position: Position;
  /** The unfolded block in which it is. */
  readonly frame?: string;
}

/** From the bottom of the last card in a block, and of a frame, to the place behind it. */
const WITHIN = 6;
const BELOW_FRAME = 9;
const BELOW_OUTPUT = 18;

/**
 * The places where layers can be dropped: every connection that is not their own, behind the last layers of unfolded blocks
 * and behind these, and below the outputs. None of them is in what is dragged.
 */
export function slotsFor(chosen: readonly string[], { drawing: { boxes, routes }, frames, analysis }: Picture): readonly Slot[] {
  const parents = new Map(analysis.frames.flatMap(({ id, members }) => members.map((member) => [member, id] as const)));
  const bottoms = new Map(frames.map(({ id, y, height }) => [id, y + height]));
  const dragged = new Set(chosen);
  const isDragged = (id: string | undefined): boolean => {
    for (let at = id; at !== undefined; at = parents.get(at)) if (dragged.has(at)) return true;
    return false;
  };
  const found = new Map<string, Slot>();
  const add = (at: Point, position: Position, frame: string | undefined): void => {
    const key = JSON.stringify(position);
    if (!isDragged(frame) && !found.has(key)) found.set(key, { at, position, ...(frame !== undefined && { frame }) });
  };
  /** Behind a layer and the blocks that end with it, out to one list; gives what stands for it there. */
  const leave = (id: string, until: string | undefined): { readonly id: string; readonly y: number } => {
    const box = boxes[id];
    let [at, y] = [id, (box?.y ?? 0) + (box?.height ?? 0)];
    for (let frame = parents.get(at); frame !== undefined && frame !== until; frame = parents.get(at)) {
      if (!dragged.has(at)) add({ x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: y + WITHIN }, { after: at }, frame);
      [at, y] = [frame, bottoms.get(frame) ?? y];
    }
    return { id: at, y };
  };
  for (const { from, to, middle, end } of routes) {
    const frame = parents.get(to);
    // From the card of a block to what it holds.
    if (from === frame || parents.get(from) === frame) {
      if (!isDragged(from) && !isDragged(to)) add(middle, { edge: { from, to } }, frame);
      continue;
    }
    const left = leave(from, frame);
    if (!isDragged(left.id) && !isDragged(to))
      add({ x: middle.x, y: Math.min((left.y + end.y) / 2, left.y + BELOW_FRAME) }, { edge: { from, to } }, frame);
  }
  for (const id of analysis.outputs) {
    const box = boxes[id];
    if (!box) continue;
    const { id: last, y } = leave(id, undefined);
    if (!dragged.has(last))
      add({ x: box.x + box.width / 2, y: y + (last === id ? BELOW_OUTPUT : BELOW_FRAME) }, { after: last }, undefined);
  }
  return [...found.values()];
}

/** The folded block on whose card the pointer is; absent: there is none, or it is what is dragged. */
export function foldedAt(chosen: readonly string[], { analysis, drawing: { boxes } }: Picture, { x, y }: Point): string | undefined {
  const open = new Set(analysis.frames.map(({ id }) => id));
  const isHere = (id: string): boolean => {
    const box = boxes[id];
    return box !== undefined && x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
  };
  return analysis.instances.find(({ id, block }) => block !== undefined && !open.has(id) && !chosen.includes(id) && isHere(id))?.id;
}

/** The slot that is meant where the pointer is; absent: it is far from all of them. */
export function nearestSlot(slots: readonly Slot[], pointer: Point, reach: number): Slot | undefined {
  const distance = ({ at }: Slot): number => Math.abs(at.x - pointer.x) / 3 + Math.abs(at.y - pointer.y);
  let best: Slot | undefined;
  for (const slot of slots) if (!best || distance(slot) < distance(best)) best = slot;
  return best && distance(best) < reach ? best : undefined;
}
