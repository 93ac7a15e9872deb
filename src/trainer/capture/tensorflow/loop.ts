import type { Graph, Value } from './graph';
import { TYPES } from './graphDef';

/** The inside of a loop. */
export interface Turn {
  /** Which one it is, from 0. */
  readonly index: Value;
  /** Brings a value of the outside in; it is the same in each turn. */
  readonly enter: (value: Value) => Value;
  /** A node that is run first in each turn: what takes no input of the loop waits for it. */
  readonly begin: string;
}

interface TurnEnd {
  /** What is carried into the next turn. */
  readonly carried: readonly Value[];
  /** Nodes that the next turn waits for. */
  readonly done: readonly string[];
}

/**
 * Adds a loop of `count` turns: `body` makes of the values that are carried from turn to turn the next ones. Gives the last
 * ones, which are there when every turn is done. (The way of `tf.while_loop` in TensorFlow 1: Enter, Merge, Switch, NextIteration, Exit.)
 */
export function addLoop(
  graph: Graph,
  count: Value,
  carried: readonly Value[],
  body: (turn: Turn, carried: readonly Value[]) => TurnEnd,
): readonly Value[] {
  const frame = graph.fresh('loop');
  const entering = (value: Value, constant: boolean) =>
    graph.one('Enter', [value], { attributes: { frame_name: { string: frame }, is_constant: { bool: constant } } });
  const entered = new Map<string, Value>();
  const enter = (value: Value): Value => {
    const known = entered.get(value.name) ?? entering(value, true);
    entered.set(value.name, known);
    return known;
  };
  const variables = [graph.integers(0), ...carried].map((start) => {
    const next: Value = { name: graph.fresh('next'), type: start.type };
    return { next, merged: graph.one('Merge', [entering(start, false), next]) };
  });
  const going = graph.one('LoopCond', [graph.one('Less', [variables[0]!.merged, enter(count)])]);
  const switched = variables.map(({ merged }) => graph.add('Switch', [merged, going]));
  const [index, ...current] = switched.map(([, inside]) => graph.one('Identity', [inside!])) as [Value, ...Value[]];
  const end = body({ index, enter, begin: index.name }, current);
  const one = graph.one('Add', [index, enter(graph.integers(1))], { after: end.done });
  [one, ...end.carried].forEach((value, i) => graph.add('NextIteration', [value], { name: variables[i]!.next.name }));
  return switched.slice(1).map(([done]) => graph.one('Exit', [done!]));
}

/** A list that each turn of a loop adds to, as the outside begins it. Its elements are all of one type and shape. */
export const beginList = (graph: Graph, count: Value, type: number, shape: readonly number[]): Value =>
  graph.one('TensorListReserve', [graph.integers(shape), count], { attributes: { element_dtype: { type } }, outputs: [TYPES.variant] });

/** The list with the element of a turn. */
export const addToList = (graph: Graph, list: Value, index: Value, element: Value): Value =>
  graph.one('TensorListSetItem', [list, index, element]);

/** All elements of a list, one after another along a new first axis. */
export const stackList = (graph: Graph, list: Value, type: number, shape: readonly number[]): Value =>
  graph.one('TensorListStack', [list, graph.integers(shape)], { outputs: [type] });
