import type { Layer } from '../../document';

/** Gives out names that nothing has yet, and none with "/", which stands between a layer and its weight. */
export function claimer(): (own: string) => string {
  const names = new Set<string>();
  /** The last number that was put behind a name that is not free. */
  const tried = new Map<string, number>();
  return (own) => {
    const wanted = own.replaceAll('/', '_');
    let name = wanted;
    let n = tried.get(wanted) ?? 1;
    while (names.has(name)) name = `${wanted}_${++n}`;
    tried.set(wanted, n);
    names.add(name);
    return name;
  };
}

/** A layer that takes the one before it need not say so. */
export const chained = (layers: readonly Layer[]): readonly Layer[] =>
  layers.map((layer, i) => {
    const { inputs, ...rest } = layer;
    const plain = i > 0 && inputs?.length === 1 && inputs[0] === layers[i - 1]!.name;
    return plain ? { ...rest, name: layer.name, type: layer.type } : layer;
  });

/** Layers that no other one takes. */
export function untaken(layers: readonly Layer[]): readonly string[] {
  const taken = new Set<string>();
  layers.forEach((layer, i) => {
    const inputs = layer.inputs ?? (i > 0 && layer.type !== 'Input' ? [layers[i - 1]!.name] : []);
    // What is taken of a block that gives several values is named behind it.
    for (const name of inputs) taken.add(name.split('/')[0] ?? name);
  });
  return layers.filter(({ name }) => !taken.has(name)).map(({ name }) => name);
}
