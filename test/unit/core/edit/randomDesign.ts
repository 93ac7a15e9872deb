import fc from 'fast-check';
import type { Json, JsonObject } from '../../../../src/core/document';

/** A stream of choices that one number decides. */
export function choices(seed: number): (options: number) => number {
  let state = seed >>> 0 || 1;
  return (options) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % options;
  };
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

const layer = fc.record({
  kind: fc.constantFrom('Dense', 'ReLU', 'Dropout', 'Add', 'Concatenate', 'Input', 'Magic', 'Dot'),
  inputs: fc.option(fc.array(fc.nat(7), { maxLength: 3 }), { nil: undefined, freq: 2 }),
  note: fc.option(fc.jsonValue({ maxDepth: 2 }), { nil: undefined, freq: 4 }),
  initializer: fc.boolean(),
  unnamed: fc.integer({ min: 0, max: 15 }),
});

function fieldsOf(kind: string, initializer: boolean): JsonObject {
  if (kind === 'Input') return { shape: [4] };
  if (kind !== 'Dense') return kind === 'Dropout' ? { rate: 0.5 } : {};
  return { units: 4, ...(initializer && { kernel_initializer: { type: 'truncated_normal', stddev: 0.1 } }) };
}

/**
 * A design that need not make sense: layers that take others anywhere in the file, themselves, or nobody. Names are each
 * a layer's own; with `rough` some layers have none, or another's.
 */
export const randomDesign = (rough: boolean): fc.Arbitrary<JsonObject> =>
  fc
    .record({
      layers: fc.array(layer, { maxLength: 8 }),
      outputs: fc.option(fc.array(fc.nat(7), { maxLength: 2 }), { nil: undefined, freq: 3 }),
      training: fc.boolean(),
      note: fc.boolean(),
    })
    .map(({ layers, outputs, training, note }) => {
      const name = (i: number): string => NAMES[i % Math.max(1, layers.length)] ?? 'a';
      return {
        layerwise: 1,
        ...(note && { 'x-note': { by: 'me' } }),
        layers: layers.map(({ kind, inputs, note: own, initializer, unnamed }, i): Json => {
          const named: JsonObject = rough && unnamed === 0 ? {} : { name: rough && unnamed === 1 ? 'a' : name(i) };
          const taken = inputs && { inputs: inputs.map(name) };
          return {
            ...named,
            type: kind,
            ...(kind === 'Input' ? {} : taken),
            ...fieldsOf(kind, initializer),
            ...(own !== undefined && { own: own as Json }),
          };
        }),
        ...(outputs && layers.length > 0 && { outputs: [...new Set(outputs.map(name))] }),
        ...(training && { training: { loss: 'huber', optimizer: 'SGD', metrics: ['mae', 'mse'], epochs: 2 } }),
      };
    });

/** Writes JSON as nobody would: lines, blanks, comments (each with a number of its own) and trailing commas anywhere. */
export function scribble(value: Json, seed: number): string {
  const choose = choices(seed);
  const eol = choose(3) === 0 ? '\r\n' : '\n';
  const wild = choose(3);
  let comments = 0;
  const gap = (): string => {
    if (wild === 0) return '';
    const parts = Array.from({ length: choose(3) }, () => {
      const kind = choose(wild === 1 ? 8 : 16);
      if (kind === 0) return `/*c${++comments}*/`;
      if (kind === 1) return ` // c${++comments}${eol}`;
      if (kind < 4) return eol + ' '.repeat(choose(6));
      return ' '.repeat(choose(2));
    });
    return parts.join('');
  };
  const list = (open: string, parts: readonly string[], close: string): string => {
    const style = choose(3);
    const between = (): string => (style === 0 ? eol + '\t' : style === 1 ? ' ' : '');
    const trailing = parts.length > 0 && wild > 0 && choose(4) === 0 ? ',' : '';
    return open + gap() + parts.map((part) => between() + part + gap()).join(`,${gap()}`) + trailing + between() + gap() + close;
  };
  const write = (item: Json): string => {
    if (Array.isArray(item)) return list('[', (item as Json[]).map(write), ']');
    if (typeof item !== 'object' || item === null) return JSON.stringify(item);
    return list(
      '{',
      Object.entries(item).map(([key, inner]) => `${JSON.stringify(key)}${gap()}:${gap()}${write(inner)}`),
      '}',
    );
  };
  return gap() + write(value) + gap();
}

/** One layer a line, with a comment behind each and one above. */
export function tidy(design: JsonObject): string {
  const layers = (design.layers as Json[]).map((item, i) => `    // above ${i}\n    ${JSON.stringify(item)}, // beside ${i}\n`);
  const rest = Object.entries(design).filter(([key]) => key !== 'layers' && key !== 'layerwise');
  const keys = rest.map(([key, item]) => `,\n  ${JSON.stringify(key)}: ${JSON.stringify(item)}`).join('');
  return `{\n  "layerwise": 1, // version\n  "layers": [\n${layers.join('')}  ]${keys}\n}\n`;
}

/** Comments by their text. */
export const commentsOf = (text: string): string[] => text.match(/\/\*c\d+\*\/|\/\/ c\d+|\/\/ (?:above|beside) \d+/g) ?? [];
