import type { Design, Layer } from '../../core/document';

const MOST_PARTS = 3;

/**
 * What a design has that the one before it had not, in a few words: `learning_rate 0.01, +Dropout, hidden1 units 100`.
 * `undefined` where they are the same. Layers are the same by name, whatever their place.
 */
export function designDifference(before: Design, after: Design): string | undefined {
  const parts = [...leafChanges(before.training, after.training), ...layerChanges(allLayers(before), allLayers(after))];
  if (parts.length === 0) return undefined;
  return parts.length > MOST_PARTS ? `${parts.slice(0, MOST_PARTS).join(', ')} …` : parts.join(', ');
}

/** Those of blocks as well, once each. */
const allLayers = ({ layers, blocks = {} }: Design): readonly Layer[] => [
  ...layers,
  ...Object.entries(blocks).flatMap(([block, own]) => own.layers.map((layer) => ({ ...layer, name: `${block}/${layer.name}` }))),
];

function layerChanges(before: readonly Layer[], after: readonly Layer[]): string[] {
  const old = new Map(before.map((layer) => [layer.name, layer]));
  const now = new Set(after.map(({ name }) => name));
  const changes = after.flatMap((layer) => {
    const was = old.get(layer.name);
    return was ? leafChanges(was, layer).map((change) => `${layer.name} ${change}`) : [`+${layer.type} ${layer.name}`];
  });
  return [...before.filter(({ name }) => !now.has(name)).map(({ name }) => `−${name}`), ...changes];
}

/** Every value below that is not what it was, by its own key; a key that went away is back at its default. */
function leafChanges(before: unknown, after: unknown, key = ''): string[] {
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((name) => leafChanges(before[name], after[name], name));
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isObject(after)) {
    // A name that became an object (`"SGD"` to `{ "type": "SGD", … }`) differs in what the object adds to it.
    const named = typeof before === 'string' ? { type: before } : {};
    return leafChanges(named, after, key);
  }
  return [`${key} ${after === undefined ? 'default' : short(after)}`.trim()];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const short = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value).slice(0, 40));
