import * as l10n from '@vscode/l10n';
import type { Analysis, LayerAnalysis } from '../../../src/core/analysis';
import { formatCount, formatShape } from '../../../src/core/format';
import { layerIcon } from '../../shared/families';
import type { Picture } from '../graph/picture';
import { match } from './match';
import type { PickGroup } from './Pick';
import { readTerms } from './terms';

const MOST_FOUND = 200;
/** What a layer says counts less than a name that begins so, and more than letters here and there. */
const SAID = 90;

/** The layers that a person may mean: by name, by type, or by what is in them. */
export function layerGroups(
  { analysis, cards }: Pick<Picture, 'analysis' | 'cards'>,
  query: string,
  wanted: (id: string) => boolean,
  title: string,
  layers: readonly LayerAnalysis[] = analysis.layers,
): readonly PickGroup[] {
  // What begins with an exclamation mark is about layers with problems alone.
  const problematic = query.startsWith('!') ? problemsOf(analysis.flat) : undefined;
  const words = problematic ? query.slice(1) : query;
  const said = readTerms(words);
  const items = layers.flatMap((layer) => {
    const { id, name, type, output, spec } = layer;
    const problem = problematic?.get(id);
    if ((problematic && problem === undefined) || !wanted(id)) return [];
    const byName = match(name, words);
    const byType = match(type, words);
    const reason = byName || byType ? undefined : said(layer);
    if (!byName && !byType && reason === undefined) return [];
    const card = cards.get(id);
    const item = {
      id,
      name: name || id,
      marks: byName?.marks ?? [],
      icon: card?.icon ?? layerIcon(type, spec?.family),
      family: card?.family ?? spec?.family ?? 'unknown',
      detail: [type, reason, problem].filter(Boolean).join(' · '),
      effect: output ? formatShape(output) : l10n.t('unknown'),
    } as const;
    return [{ item, score: reason === undefined ? Math.max(byName?.score ?? 0, (byType?.score ?? 0) - 20) : SAID }];
  });
  if (words !== '') items.sort((a, b) => b.score - a.score);
  const heading = items.length > MOST_FOUND ? l10n.t`${title}, the first ${MOST_FOUND} of ${formatCount(items.length)}` : title;
  return items.length === 0 ? [] : [{ title: heading, items: items.slice(0, MOST_FOUND).map(({ item }) => item) }];
}

/** By the id of a layer how many problems it has, in words. */
function problemsOf({ diagnostics }: Analysis): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { layer } of diagnostics) if (layer !== undefined) counts.set(layer, (counts.get(layer) ?? 0) + 1);
  return new Map([...counts].map(([id, count]) => [id, count === 1 ? l10n.t('1 problem') : l10n.t`${count} problems`]));
}
