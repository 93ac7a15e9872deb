import * as l10n from '@vscode/l10n';
import { onLayer, type Advice } from './advice';
import { useRelu } from './depth';
import { activationOf, nextOf, type Site } from './sites';

/** What a linear layer may go through on its way to the next and stay linear, as far as prediction goes. */
const LINEAR: ReadonlySet<string> = new Set(['BatchNormalization', 'Dropout', 'GaussianNoise', 'GaussianDropout', 'Flatten', 'Reshape']);

/** A Dense layer without a function before another one: a product of matrices is a matrix, so the two do what one does. */
export function adviseLinear(site: Site): readonly Advice[] {
  const { layer } = site;
  // What is frozen has learned to be what it is.
  if (layer.type !== 'Dense' || !layer.output || layer.frozen) return [];
  const activated = activationOf(site);
  if (activated?.name !== 'linear') return [];
  let next = nextOf(activated.site);
  while (next && LINEAR.has(next.layer.type)) next = nextOf(next);
  if (next?.layer.type !== 'Dense' || !next.layer.output || isNarrow(site, next)) return [];
  const edits = useRelu({ site, activated });
  const fixes = [{ title: l10n.t('Use relu with he_normal'), edit: { type: 'several', edits } as const }];
  return [onLayer('deep.linear', site, ['type'], { facts: { layer: layer.name, next: next.layer.name }, fixes })];
}

/** Fewer units than what comes in and what goes out: that is meant, as the code of an autoencoder or weights with less to learn. */
function isNarrow({ layer }: Site, next: Site): boolean {
  const [units, before, behind] = [layer.output, layer.inputShapes[0], next.layer.output].map((shape) => shape?.at(-1) ?? Infinity);
  return units! < before! && units! < behind!;
}
