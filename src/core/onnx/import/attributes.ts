import type { OnnxNode } from '../model';

/** The attribute of that name where it is of that kind, else what ONNX takes in its place. */
export function intOf<Preset extends number | undefined>({ attributes }: OnnxNode, name: string, preset: Preset): number | Preset {
  const attribute = attributes[name];
  return attribute && 'int' in attribute ? attribute.int : preset;
}

/** As many digits as float32 has: 0.001, not 0.0010000000474974513. */
export const tidy = (value: number): number => Number(value.toPrecision(7));

export function floatOf<Preset extends number | undefined>({ attributes }: OnnxNode, name: string, preset: Preset): number | Preset {
  const attribute = attributes[name];
  return attribute && 'float' in attribute ? tidy(attribute.float) : preset;
}

export function stringOf<Preset extends string | undefined>({ attributes }: OnnxNode, name: string, preset: Preset): string | Preset {
  const attribute = attributes[name];
  return attribute && 'string' in attribute ? attribute.string : preset;
}

export function intsOf({ attributes }: OnnxNode, name: string): readonly number[] | undefined {
  const attribute = attributes[name];
  return attribute && 'ints' in attribute ? attribute.ints : undefined;
}

export function floatsOf({ attributes }: OnnxNode, name: string): readonly number[] {
  const attribute = attributes[name];
  return attribute && 'floats' in attribute ? attribute.floats : [];
}

export function stringsOf({ attributes }: OnnxNode, name: string): readonly string[] | undefined {
  const attribute = attributes[name];
  return attribute && 'strings' in attribute ? attribute.strings : undefined;
}
