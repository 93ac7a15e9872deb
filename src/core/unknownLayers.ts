import * as l10n from '@vscode/l10n';
import { formatCount } from './format';

/** A layer of a file of others that Layerwise has no type for. */
export interface UnknownLayer {
  readonly layer: string;
  readonly type: string;
}

const MOST_TYPES = 6;
const MOST_NAMES = 3;

/** Which layers have no type here, in one sentence however many there are; `undefined` where there are none. */
export function unknownLayersText(unknown: readonly UnknownLayer[]): string | undefined {
  const [first] = unknown;
  if (!first) return undefined;
  if (unknown.length === 1) return l10n.t`${first.layer}: Layerwise has no layer of the type ${first.type}.`;
  const byType = new Map<string, string[]>();
  for (const { layer, type } of unknown) {
    const names = byType.get(type);
    if (names) names.push(layer);
    else byType.set(type, [layer]);
  }
  const types = [...byType].map(([type, names]) => `${type} (${some(names, MOST_NAMES)})`);
  return l10n.t`Layerwise has no type for ${formatCount(unknown.length)} layers: ${some(types, MOST_TYPES)}.`;
}

function some(texts: readonly string[], most: number): string {
  const told = texts.slice(0, most).join(', ');
  return texts.length > most ? l10n.t`${told} and ${formatCount(texts.length - most)} more` : told;
}

/** The same, and that they are in the design as they were in the file. */
export function keptLayersText(unknown: readonly UnknownLayer[]): string | undefined {
  const text = unknownLayersText(unknown);
  return text && `${text} ${unknown.length === 1 ? l10n.t('It is kept as it is.') : l10n.t('They are kept as they are.')}`;
}
