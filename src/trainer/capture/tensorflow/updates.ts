import { TYPES } from './graphDef';
import type { RecordedOperation, RecordedValue, Recording, Source } from './recording';

/** One operation that does what a recording does in many to a weight and to what the optimizer keeps for it. */
export interface Update {
  readonly op: string;
  /** Numbers of the variables of the state that it changes, as the operation takes them. */
  readonly variables: readonly number[];
  /** Its further inputs: values of the recording, or numbers. */
  readonly inputs: readonly (RecordedValue | number)[];
  readonly nesterov?: boolean;
}

/** An operation and its inputs, or a name for any value; what has one name twice must be the same value. */
type Pattern = string | readonly Pattern[];

interface Rule {
  readonly op: string;
  /** What the weight becomes. */
  readonly weight: Pattern;
  /** What each slot becomes, by its name in the pattern, in the order in which the operation takes them. */
  readonly slots: { readonly [name: string]: Pattern };
  /** The operation's inputs from what was found; `constant`: the number of that name. */
  readonly inputs: (found: ReadonlyMap<string, RecordedValue>, constant: (name: string) => number) => readonly (RecordedValue | number)[];
  readonly nesterov?: boolean;
}

// The optimizers of `learning/optimizers.ts`, as they ask for them; what is not met here is computed as it was recorded.
const STEP: Pattern = ['Mul', 'gradient', 'rate'];
const MOMENTUM: Pattern = ['Sub', ['Mul', 'momentum', 'factor'], STEP];
const MEAN: Pattern = ['Add', 'mean', ['Mul', ['Sub', 'gradient', 'mean'], 'rest1']];
const SQUARES: Pattern = ['Add', 'squares', ['Mul', ['Sub', ['Square', 'gradient'], 'squares'], 'rest2']];

const momentumInputs: Rule['inputs'] = (found, constant) => [found.get('rate')!, found.get('gradient')!, constant('factor')];

const RULES: readonly Rule[] = [
  {
    op: 'ResourceApplyGradientDescent',
    weight: ['Add', 'weight', ['Neg', STEP]],
    slots: {},
    inputs: (found) => [found.get('rate')!, found.get('gradient')!],
  },
  { op: 'ResourceApplyKerasMomentum', weight: ['Add', 'weight', MOMENTUM], slots: { momentum: MOMENTUM }, inputs: momentumInputs },
  {
    op: 'ResourceApplyKerasMomentum',
    weight: ['Add', 'weight', ['Sub', ['Mul', MOMENTUM, 'factor'], STEP]],
    slots: { momentum: MOMENTUM },
    inputs: momentumInputs,
    nesterov: true,
  },
  {
    op: 'ResourceApplyAdam',
    weight: ['Add', 'weight', ['Neg', ['RealDiv', ['Mul', MEAN, 'rate'], ['Add', ['Sqrt', SQUARES], 'epsilon']]]],
    slots: { mean: MEAN, squares: SQUARES },
    // The rate is corrected already: with powers of 0 the operation takes it as it is.
    inputs: (found, constant) => [
      0,
      0,
      found.get('rate')!,
      1 - constant('rest1'),
      1 - constant('rest2'),
      constant('epsilon'),
      found.get('gradient')!,
    ],
  },
];

/** Updates of a recording that one operation does. */
export function findUpdates(recording: Recording): readonly Update[] {
  const makers = new Map<Source, RecordedOperation>();
  recording.operations.forEach((operation) => operation.outputs.forEach(({ source }) => makers.set(source, operation)));
  const stateOf = (value: RecordedValue | undefined): number => (value?.source.startsWith('state ') ? Number(value.source.slice(6)) : -1);
  const constantOf = (value: RecordedValue | undefined): number => {
    const constant = value && recording.constants.get(value.source);
    if (constant?.type !== TYPES.float || constant.bytes.length !== 4) return NaN;
    return new DataView(constant.bytes.buffer, constant.bytes.byteOffset).getFloat32(0, true);
  };

  const matches = (value: RecordedValue, pattern: Pattern, found: Map<string, RecordedValue>): boolean => {
    if (typeof pattern === 'string') {
      const before = found.get(pattern);
      found.set(pattern, before ?? value);
      return !before || before.source === value.source || constantOf(before) === constantOf(value);
    }
    const [op, ...inputs] = pattern;
    const maker = makers.get(value.source);
    return maker !== undefined && maker.op === op && maker.inputs.every((input, i) => matches(input, inputs[i]!, found));
  };

  return recording.after.flatMap((after, weight) => {
    for (const { op, weight: pattern, slots, inputs, nesterov } of RULES) {
      const found = new Map<string, RecordedValue>();
      if (!matches(after, pattern, found) || stateOf(found.get('weight')) !== weight) continue;
      const variables = [weight, ...Object.keys(slots).map((name) => stateOf(found.get(name)))];
      const known = Object.values(slots).every(
        (slot, i) => variables[i + 1]! >= 0 && matches(recording.after[variables[i + 1]!]!, slot, found),
      );
      const given = inputs(found, (name) => constantOf(found.get(name)));
      if (known && found.get('rate')!.source.startsWith('feed ') && !given.some(Number.isNaN))
        return [{ op, variables, inputs: given, nesterov }];
    }
    return [];
  });
}
