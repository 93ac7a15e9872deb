import * as l10n from '@vscode/l10n';
import type { Edit } from '../edits';
import type { Fix } from '../fixes';
import { isObject } from '../layers/readFields';
import type { Values } from '../layers/layerType';
import { onTraining, type Advice } from './advice';
import { RATES } from './optimization';
import { activationOf, kernelOf, nameOf, nextOf, type Site } from './sites';
import type { Told } from './told';

/**
 * Learning rates from which on many units of ReLU were seen to be 0 for all of a batch after three epochs: the table in
 * `docs/advice/optimizer.dying-relu.md`. Momentum makes the steps of SGD longer in the end by 1 / (1 - momentum).
 */
const KILLING: Readonly<Record<string, number>> = { SGD: 0.3, RMSprop: 0.01, Adam: 0.01, AdamW: 0.01, Nadam: 0.01, Adamax: 0.03 };
/** Fixes of more layers than this are a person's own work. */
const MOST_FIXED = 200;

/** ReLU at a rate whose steps may push the inputs of a unit below 0 for good. Above the usual rates that is told by itself. */
export function adviseDyingRelu(sites: readonly Site[], { optimizer }: Told): Advice[] {
  const name = optimizer?.entry.name ?? '';
  const found = optimizer?.values.learning_rate;
  const from = Object.hasOwn(KILLING, name) ? KILLING[name] : undefined;
  const [, most = 0, usual = 0] = RATES[name] ?? [];
  if (!optimizer || typeof found !== 'number' || from === undefined || found > most || isClipped(optimizer.values)) return [];
  const momentum = name === 'SGD' ? Number(optimizer.values.momentum) : 0;
  // Of an average that keeps everything nothing can be said.
  if (momentum >= 1 || found / (1 - momentum) < from) return [];
  const mortal = sites.flatMap((site) => reluOf(site) ?? []);
  const [first] = mortal;
  if (!first) return [];
  const lower: Edit = { type: 'setTraining', path: ['optimizer', 'learning_rate'], value: usual };
  const edits = mortal.map(useLeaky);
  const leaky: readonly Fix[] =
    mortal.length <= MOST_FIXED && mortal.every(isPlain) ? [{ title: l10n.t('Use leaky_relu'), edit: { type: 'several', edits } }] : [];
  const facts = { optimizer: name, found, layer: first.layer.name, count: mortal.length };
  return [
    onTraining('optimizer.dying-relu', ['optimizer', 'learning_rate'], {
      facts,
      fixes: [{ title: l10n.t`Use ${usual}`, edit: lower }, ...leaky],
    }),
  ];
}

const isClipped = ({ clipnorm, clipvalue, global_clipnorm: clipped }: Values): boolean =>
  [clipnorm, clipvalue, clipped].some((bound) => bound !== null);

/** Constraints that hold the weights of a unit to a length: with them high rates are usual (Srivastava et al., 2014, section 5.1). */
const HOLDING: ReadonlySet<string | undefined> = new Set(['max_norm', 'min_max_norm', 'unit_norm']);

/** The layer that says relu, 0 for all below 0; absent where its inputs are held around 0. */
function reluOf(site: Site): Site | undefined {
  const stem = site.isOutput ? undefined : kernelOf(site);
  const activated = stem === undefined ? undefined : activationOf(site);
  if (activated?.name !== 'relu') return undefined;
  // Between the two.
  if (activated.site !== site && nextOf(site)?.layer.type === 'BatchNormalization') return undefined;
  if (HOLDING.has(nameOf('constraint', site.values[`${stem}_constraint`] ?? null))) return undefined;
  const { values } = activated.site;
  const { negative_slope: slope = 0 } = isObject(values.activation) ? values.activation : values;
  return slope === 0 ? activated.site : undefined;
}

/** A layer of its own has no fields that LeakyReLU lacks. */
const isPlain = ({ layer: { type, layer } }: Site): boolean => type !== 'ReLU' || !('max_value' in layer || 'threshold' in layer);

function useLeaky({ layer: { id, type } }: Site): Edit {
  return type === 'ReLU'
    ? { type: 'setField', layer: id, field: 'type', value: 'LeakyReLU' }
    : { type: 'setField', layer: id, field: 'activation', value: 'leaky_relu' };
}
