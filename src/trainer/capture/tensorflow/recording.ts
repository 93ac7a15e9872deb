import { NotCapturable } from '../notCapturable';
import type { Attributes, Constant, TensorType } from './graphDef';

/** Where a value comes from. */
export type Source = `${'feed' | 'state' | 'constant' | 'made'} ${number}`;

/** A value of a recording. */
export interface RecordedValue extends TensorType {
  readonly source: Source;
}

/** One operation that TensorFlow was asked for. */
export interface RecordedOperation {
  readonly op: string;
  /** As they were given, complete or not. */
  readonly attributes: Attributes;
  readonly inputs: readonly RecordedValue[];
  readonly outputs: readonly RecordedValue[];
}

/** All that a function of tensors asked of TensorFlow. Sources are numbered in their order, so that recordings can be compared. */
export interface Recording {
  readonly operations: readonly RecordedOperation[];
  readonly constants: ReadonlyMap<Source, Constant>;
  /** What it gave. */
  readonly outputs: readonly RecordedValue[];
  /** The value of each variable of the state afterwards. */
  readonly after: readonly RecordedValue[];
}

/** Throws where two recordings of one function, with other feeds and another state, are not the same computation. */
export function checkSame(first: Recording, second: Recording): void {
  const [before, now] = [first.operations, second.operations];
  if (before.length !== now.length)
    throw new NotCapturable(`A step is not always the same: once it takes ${before.length} operations, once ${now.length}.`);
  before.forEach((operation, i) => {
    if (JSON.stringify(operation) === JSON.stringify(now[i])) return;
    const other = now[i]!.op === operation.op ? 'with other shapes or other inputs' : now[i]!.op;
    throw new NotCapturable(`A step is not always the same: its operation ${i} is once ${operation.op}, once ${other}.`);
  });
  for (const [source, { shape, bytes }] of first.constants)
    if (!sameBytes(bytes, second.constants.get(source)!.bytes))
      throw new NotCapturable(
        `A value of the shape [${shape.join(', ')}] is made in JavaScript and changes from step to step, as a random number does.`,
      );
  if (results(first) !== results(second)) throw new NotCapturable('A step does not always give the same results.');
}

const results = ({ outputs, after }: Recording): string => JSON.stringify([outputs, after]);

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
