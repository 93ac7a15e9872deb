import * as l10n from '@vscode/l10n';
import { Refused, type Draft, type Item } from './draft';

/** The stem of the names that Keras gives to layers of a class: `Dense` → `dense`, `MaxPooling2D` → `max_pooling2d`. */
export function stemOf(type: string): string {
  return type
    .replaceAll(/\W/g, '')
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** Every name that is in use. */
export const namesOf = ({ items }: Draft): Set<string> => new Set(items.map(({ name }) => name));

/** A name that is free, taken at once: the stem itself, else the stem with the first number that is. */
export function takeName(names: Set<string>, stem: string): string {
  const base = stem || 'layer';
  const plain = base.replace(/_\d+$/, '');
  let name = base;
  for (let i = 1; names.has(name); i++) name = `${plain}_${i}`;
  names.add(name);
  return name;
}

/** Refuses what cannot be the name of this layer. */
export function checkName({ items }: Draft, item: Item, name: string): void {
  if (name.trim() === '') throw new Refused(l10n.t('A layer needs a name.'));
  if (name.includes('/')) throw new Refused(l10n.t('A layer’s name cannot have a slash in it: its weights are saved as layer/weight.'));
  if (name.startsWith('#')) throw new Refused(l10n.t('A layer’s name cannot begin with #.'));
  if (items.some((other) => other !== item && other.name === name)) throw new Refused(l10n.t`There is already a layer called ${name}.`);
}
