import type { LayerAnalysis } from '../analysis';

/** What TensorFlow, which Keras hands names on to, lets a name be. */
export const scopeName = (name: string): string => name.replaceAll(/[^A-Za-z0-9_.-]/g, '_').replace(/^(?=[_-])|^$/, 'layer');

/** The same of TensorFlow.js, which keeps layers by name in plain objects while it reads a model: `constructor` is taken there. */
export const tfjsName = (name: string): string => (scopeName(name) in {} ? `layer_${scopeName(name)}` : scopeName(name));

/** A name for each layer, by id: as near to its own as `spell` allows, and none of the `taken` ones. */
export function uniqueNames(
  layers: readonly LayerAnalysis[],
  spell: (name: string) => string,
  taken: readonly string[] = [],
): ReadonlyMap<string, string> {
  const gone = new Set(taken);
  return new Map(
    layers.map(({ id, name }) => {
      const plain = spell(name);
      let unique = plain;
      for (let n = 2; gone.has(unique); n++) unique = `${plain}_${n}`;
      gone.add(unique);
      return [id, unique] as const;
    }),
  );
}

/** Each layer takes the one before it and nothing else, and the last is the only output: Keras's Sequential. */
export function isChain(layers: readonly LayerAnalysis[], outputs: readonly string[]): boolean {
  const linked = layers.every(({ inputs, type }, i) =>
    i === 0 ? type === 'Input' : inputs.length === 1 && inputs[0] === layers[i - 1]!.id,
  );
  return linked && outputs.length === 1 && outputs[0] === layers.at(-1)?.id;
}
