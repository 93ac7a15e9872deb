import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { NotCapturable } from '../notCapturable';
import { idOf, type Addon, type AddonAttribute, type Handle, type TensorflowBackend } from './addon';
import type { Attribute, Attributes, Constant } from './graphDef';
import { objectionTo } from './operations';
import type { RecordedOperation, RecordedValue, Recording, Source } from './recording';

/**
 * Runs `compute` on TensorFlow, operation by operation, and records all that is asked of the addon. Throws where it is
 * something that a graph can't do: then it has been computed all the same.
 *
 * @param feeds what differs from call to call; `state`: variables that it may change
 */
export function record(
  backend: TensorflowBackend,
  compute: () => readonly Tensor[],
  feeds: readonly Tensor[],
  state: readonly Variable[],
): Recording {
  const addon = backend.binding;
  const tape = new Tape(backend);
  feeds.forEach((tensor, i) => tape.name(tensor, `feed ${i}`));
  state.forEach((variable, i) => tape.name(variable, `state ${i}`));
  backend.binding = tape.door;
  try {
    const outputs = compute().map((tensor) => tape.valueOf(idOf(backend, tensor)));
    const after = state.map((variable) => tape.valueOf(idOf(backend, variable)));
    if (tape.refusal) throw new NotCapturable(tape.refusal);
    return { operations: tape.operations, constants: tape.constants, outputs, after };
  } finally {
    backend.binding = addon;
  }
}

class Tape {
  readonly operations: RecordedOperation[] = [];
  readonly constants = new Map<Source, Constant>();
  /** The first reason not to capture. */
  refusal: string | undefined;
  /** The addon, with an ear at its door. */
  readonly door: Addon;
  private readonly values = new Map<number, RecordedValue>();
  /** Those made in JavaScript, until it is known whether they are used. */
  private readonly waiting = new Map<number, Constant>();
  private readonly addon: Addon;
  private made = 0;

  constructor(private readonly backend: TensorflowBackend) {
    const addon = (this.addon = backend.binding);
    const told: Partial<Addon> = {
      executeOp: (op, attributes, inputs, count) => {
        const outputs = addon.executeOp(op, attributes, inputs, count);
        this.note(op, attributes, inputs, outputs);
        return outputs;
      },
      createTensor: (shape, type, values) => {
        const id = addon.createTensor(shape, type, values);
        // Strings are arrays of arrays; no step has any.
        if (ArrayBuffer.isView(values)) this.waiting.set(id, { type, shape: [...shape], bytes: bytesOf(values) });
        return id;
      },
      tensorDataSync: (id) => {
        this.refuse('It reads a value back into JavaScript in the middle of a step.');
        return addon.tensorDataSync(id);
      },
      runSavedModel: (...call) => {
        this.refuse('It runs another graph in the middle of a step.');
        return addon.runSavedModel(...call);
      },
    };
    this.door = Object.create(addon, Object.getOwnPropertyDescriptors(told)) as Addon;
  }

  name(tensor: Tensor, source: Source): void {
    this.values.set(idOf(this.backend, tensor), { source, type: this.backend.getDTypeInteger(tensor.dtype), shape: [...tensor.shape] });
  }

  /** What is known of a tensor; one that was not made by an operation is a constant. */
  valueOf(id: number): RecordedValue {
    const known = this.values.get(id);
    if (known) return known;
    const constant = this.waiting.get(id) ?? this.read(id);
    const value: RecordedValue = { source: `constant ${this.constants.size}`, type: constant.type, shape: constant.shape };
    this.constants.set(value.source, constant);
    this.values.set(id, value);
    return value;
  }

  private note(op: string, attributes: readonly AddonAttribute[], ids: readonly number[], handles: readonly Handle[]): void {
    const objection = objectionTo(op);
    if (objection) this.refuse(objection);
    const inputs = ids.map((id) => this.valueOf(id));
    const outputs = handles.map(({ id, shape, dtype }) => {
      const value: RecordedValue = { source: `made ${this.made++}`, type: dtype, shape: [...shape] };
      this.values.set(id, value);
      return value;
    });
    this.operations.push({ op, attributes: this.attributes(attributes), inputs, outputs });
  }

  private refuse(reason: string): void {
    this.refusal ??= reason;
  }

  /** A tensor that was there before: an operation that does nothing tells its type and shape. */
  private read(id: number): Constant {
    const [{ id: copy, dtype, shape }] = this.addon.executeOp('Identity', [], [id], 1) as [Handle];
    const values = this.addon.tensorDataSync(copy);
    this.addon.deleteTensor(copy);
    return { type: dtype, shape, bytes: bytesOf(values) };
  }

  private attributes(given: readonly AddonAttribute[]): Attributes {
    return Object.fromEntries(given.map((attribute) => [attribute.name, this.attribute(attribute)]));
  }

  private attribute({ type, value }: AddonAttribute): Attribute {
    const { addon } = this;
    const list = Array.isArray(value);
    if (type === addon.TF_ATTR_INT) return list ? { ints: value as number[] } : { int: Number(value) };
    if (type === addon.TF_ATTR_FLOAT) return list ? { floats: value as number[] } : { float: Number(value) };
    if (type === addon.TF_ATTR_BOOL) return list ? { bools: value as boolean[] } : { bool: value === true };
    if (type === addon.TF_ATTR_TYPE) return { type: Number(value) };
    if (type === addon.TF_ATTR_SHAPE) return { shape: [...(value as number[])] };
    return { string: String(value) };
  }
}

/** A copy. */
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength));
