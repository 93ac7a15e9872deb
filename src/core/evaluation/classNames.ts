import * as l10n from '@vscode/l10n';
import { findNamed } from '../layers/registries';
import type { Dataset } from '../training/datasets';
import type { OwnData } from '../training/ownData';

type Named = Pick<OwnData, 'dataset' | 'classes' | 'positive' | 'class_names' | 'target'>;

/** What the class of a number in the design is called, whose number in the file may be another. */
export function classNameOf({ dataset, classes, positive, class_names: own, target }: Named): (id: number) => string {
  const names = own ?? (findNamed('dataset', dataset ?? '') as Dataset | undefined)?.classNames;
  const inFile = (id: number): string => names?.[id] ?? String(id);
  if (target === 'rotation') return (id) => `${90 * id}°`;
  if (!positive) return (id) => inFile(classes?.[id] ?? id);
  const words = positive.map(inFile).join(', ');
  const rest = (classes ?? names?.map((_, id) => id) ?? []).filter((id) => !positive.includes(id));
  return (id) => (id === 1 ? words : rest.length === 1 ? inFile(rest[0]!) : l10n.t`not ${words}`);
}
