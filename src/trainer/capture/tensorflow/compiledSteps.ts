import { NotCapturable } from '../notCapturable';
import type { Graph, Value } from './graph';
import { TYPES } from './graphDef';
import { addLoop, addToList, beginList, stackList } from './loop';
import type { RecordedValue, Recording, Source } from './recording';
import { replay } from './replay';

/** What steps are made of. */
export interface StepInputs {
  /** At most so many steps: as long is the first axis of the feeds. */
  readonly room: number;
  /** How many steps are taken, int32. */
  readonly count: Value;
  /** What the steps are fed, in the order of their feeds. */
  readonly feeds: readonly FeedColumn[];
  readonly state: readonly Value[];
}

/** What all steps are fed, one after another along the first axis. */
export interface FeedColumn {
  readonly values: Value;
  /** Of what one step is fed. */
  readonly shape: readonly number[];
  /** Where that is several feeds, one after another along its first axis: how many. */
  readonly unpacked?: number;
}

/** What TensorFlow's compiler, XLA, makes one program of, when it is first run. */
const COMPILED = { _XlaMustCompile: { bool: true }, _noinline: { bool: true } };

/**
 * Adds steps as one function that TensorFlow compiles: gives the first `values` outputs of each step, [room, values], and
 * the changed variables of the state. Random numbers are drawn outside: compiled, the same operations draw others.
 */
export function addCompiledSteps(
  graph: Graph,
  recording: Recording,
  values: number,
  { room, count, feeds, state }: StepInputs,
): { readonly rows: Value; readonly after: ReadonlyMap<number, Value> } {
  const changed = recording.after.flatMap(({ source }, i) => (source === `state ${i}` ? [] : [i]));
  const outputs = recording.outputs.slice(0, values);
  const draws = recording.operations.filter(({ op }) => op.startsWith('StatelessRandom')).map(({ outputs: [drawn] }) => drawn!);
  const columns = [...feeds, ...addDraws(graph, recording, draws, feeds, room)];
  const given = [count, ...columns.map((column) => column.values), ...state];

  const steps = graph.define(
    'steps',
    given,
    (inside, [limit, ...rest]) => {
      const list = beginList(inside, inside.integers(room), TYPES.float, [values]);
      const carried = [inside.integers(0), limit!, ...rest, list];
      const condition = inside.define('going', carried, (going, [index, end]) => [going.one('Less', [index!, end!])]);
      const body = inside.define('step', carried, (step, [index, end, ...more]) => {
        const given = more.slice(0, columns.length);
        const before = more.slice(columns.length, -1);
        const own = columns.map((column, i) => rowOf(step, { ...column, values: given[i]! }, index!));
        const stand = {
          feeds: own.slice(0, feeds.length).flat(),
          made: new Map<Source, Value>(draws.map(({ source }, i) => [source, own[feeds.length + i]![0]!])),
          state: (i: number) => before[i]!,
        };
        const made = replay(step, recording, [...outputs, ...changed.map((i) => recording.after[i]!)], stand);
        const after = before.map((value, i) => (changed.includes(i) ? made[values + changed.indexOf(i)]! : value));
        const row = step.one('Pack', made.slice(0, values));
        return [step.one('Add', [index!, step.integers(1)]), end!, ...given, ...after, addToList(step, more.at(-1)!, index!, row)];
      });
      const ended = inside.add('StatelessWhile', carried, {
        attributes: { cond: { function: condition }, body: { function: body } },
        outputs: carried.map(({ type }) => type),
      });
      const after = ended.slice(2 + columns.length, -1);
      return [stackList(inside, ended.at(-1)!, TYPES.float, [values]), ...changed.map((i) => after[i]!)];
    },
    COMPILED,
  );
  const [rows, ...after] = graph.add('PartitionedCall', given, {
    attributes: { f: { function: steps }, ...COMPILED },
    outputs: [TYPES.float, ...changed.map((i) => state[i]!.type)],
  });
  return { rows: rows!, after: new Map(changed.map((index, i) => [index, after[i]!])) };
}

/** Adds a loop that draws the random numbers of every step. */
function addDraws(
  graph: Graph,
  recording: Recording,
  draws: readonly RecordedValue[],
  feeds: readonly FeedColumn[],
  room: number,
): readonly FeedColumn[] {
  const begun = draws.map(({ type, shape }) => beginList(graph, graph.integers(room), type, shape));
  const ended = addLoop(graph, graph.integers(room), begun, ({ index, enter, begin }, lists) => {
    const own = feeds.flatMap((column) => rowOf(graph, { ...column, values: enter(column.values) }, index, [begin]));
    const drawn = replay(graph, recording, draws, { feeds: own, state: (i) => notDrawn(i), begin });
    return { carried: drawn.map((value, i) => addToList(graph, lists[i]!, index, value)), done: [] };
  });
  return draws.map(({ type, shape }, i) => ({ values: stackList(graph, ended[i]!, type, shape), shape }));
}

function notDrawn(index: number): never {
  throw new NotCapturable(`A random number follows from the variable ${index} of the state.`);
}

/** The feeds of one step. */
function rowOf(graph: Graph, { values, shape, unpacked }: FeedColumn, index: Value, after: readonly string[] = []): readonly Value[] {
  const zero = graph.integers(0, after);
  const start = graph.one('Pack', [index, ...shape.map(() => zero)]);
  const cut = graph.one('Slice', [values, start, graph.integers([1, ...shape], after)]);
  const row = graph.one('Reshape', [cut, graph.integers(shape, after)]);
  return unpacked === undefined ? [row] : graph.add('Unpack', [row], { outputs: Array.from({ length: unpacked }, () => row.type) });
}
