import type { Node } from 'jsonc-parser';
import type { TextEdit } from '../edits';
import { keyOf, nodeAt, propertyOf, toJson } from '../jsonTree';
import { dataFields, trainingFields } from '../training/fields';

/** Where the training section may speak of inputs and outputs by their names: `"loss": { "classes": … }`. */
const PLACES = [
  ...trainingFields.filter(({ each }) => each).map(({ name }) => ['training', name]),
  ...dataFields.filter(({ each }) => each).flatMap(({ name }) => [['training', 'data', name], ['training', 'data', 'validation', name]]), // prettier-ignore
];

/**
 * The training section follows a layer to its new name: what is said of an input or output, what is frozen, what is watched.
 * `outputs`: names of the model's, asked for only where that matters.
 */
export function renameEndEdits(root: Node, before: string, name: string, outputs: () => readonly string[]): TextEdit[] {
  if (before === name) return [];
  const keys = PLACES.flatMap((path) => {
    const value = nodeAt(root, path);
    const property = value?.type === 'object' && !propertyOf(value, 'type') ? propertyOf(value, before) : undefined;
    const key = property && keyOf(property);
    return key ? [replaced(key, name)] : [];
  });
  const items = (path: readonly string[]): readonly Node[] => nodeAt(root, path)?.children ?? [];
  const frozen = items(['training', 'phases'])
    .flatMap((phase) => nodeAt(phase, ['freeze'])?.children ?? [])
    .filter((pattern) => toJson(pattern) === before)
    .map((pattern) => replaced(pattern, name));
  const monitors = items(['training', 'callbacks']).flatMap((callback) => nodeAt(callback, ['monitor']) ?? []);
  const expression = new RegExp(`^(val_)?${before.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}_`);
  const watched = monitors.filter((monitor) => typeof monitor.value === 'string' && expression.test(monitor.value));
  // Only of several outputs a metric has the name of its output before its own.
  const ends = watched.length > 0 ? outputs() : [];
  const followed = ends.length > 1 && ends.includes(before) ? watched : [];
  const renamed = followed.map((monitor) =>
    replaced(
      monitor,
      String(monitor.value).replace(expression, (_, validation: string | undefined) => `${validation ?? ''}${name}_`),
    ),
  );
  return [...keys, ...frozen, ...renamed];
}

const replaced = ({ offset, length }: Node, name: string): TextEdit => ({ offset, length, content: JSON.stringify(name) });
