import type { Edit, Position } from '../edits';
import type { Parsed } from '../parse';
import { Refused } from './draft';
import { apart, placesOf, type Where } from './places';
import type { Aimed } from './scope';

export type Move = Extract<Edit, { readonly type: 'moveLayer' | 'moveLayers' }>;

/** A move from one list of layers into another: out of a block, into one, or from one to the other. */
export interface Crossing {
  readonly from: Pick<Aimed, 'block' | 'through'>;
  readonly to: Pick<Aimed, 'block' | 'through'>;
  /** Ids of the list that they leave. */
  readonly layers: readonly string[];
  /** In ids of the list that they come into. */
  readonly position: Position;
}

/** What stands at a position, whose list is meant. */
const goalOf = (position: Position): string | undefined =>
  'after' in position ? position.after : 'before' in position ? position.before : 'edge' in position ? position.edge.to : undefined;

/** Absent: the move stays in one list. */
export function crossingOf(parsed: Parsed, edit: Move): Crossing | undefined {
  const places = placesOf(parsed);
  const goal = goalOf(edit.position);
  if (!places || goal === undefined) return undefined;
  const { at, local, position, instances } = places;
  const ids = edit.type === 'moveLayer' ? [edit.layer] : edit.layers;
  const [first = ''] = ids;
  const [from, to] = [at(first), at(goal)];
  for (const id of ids) if (at(id).block !== from.block) throw new Refused(apart(from.block ?? at(id).block, id, first));
  if (from.block === to.block) return undefined;
  const list = ({ block, within }: Where): Crossing['from'] => ({
    ...(block !== undefined && { block }),
    ...(within !== undefined && { through: instances[within]!.id }),
  });
  return {
    from: list(from),
    to: list(to),
    layers: [...new Set(ids.map((id) => local(at(id))))],
    position: position(to.block, edit.position, goal),
  };
}
