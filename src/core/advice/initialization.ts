import * as l10n from '@vscode/l10n';
import type { Json } from '../document';
import { isObject } from '../layers/readFields';
import { onLayer, type Advice } from './advice';
import { activationOf, kernelField, kernelOf, nameOf, type Site } from './sites';

/** ReLU and its relatives, for which He's initialization is made. */
export const RECTIFIERS: ReadonlySet<string> = new Set(['relu', 'relu6', 'leaky_relu', 'prelu', 'elu', 'gelu', 'silu', 'mish']);
const BOUNDED: ReadonlySet<string> = new Set(['tanh', 'sigmoid', 'softmax']);

/** Which initialization goes with the activation. What somebody chose outside of the three families is left alone. */
export function adviseInitialization(site: Site): Advice[] {
  const stem = kernelOf(site);
  if (stem === undefined) return [];
  const field = kernelField(stem, 'initializer');
  const chosen = site.values[field];
  const found = chosen === undefined ? undefined : nameOf('initializer', chosen);
  const [family, shape] = found?.split('_') ?? [];
  if (found === undefined || chosen === undefined || !['glorot', 'he', 'lecun'].includes(family ?? '')) return [];
  const activation = activationOf(site)?.name ?? '';
  const rule = ruleFor(activation);
  if (!rule || rule.fits.includes(family ?? '')) return [];
  // Glorot's uniform one is what a layer has that says nothing: then the normal one, which books and papers name first.
  const wanted = `${rule.family}_${field in site.layer.layer && rule.family !== 'lecun' ? shape : 'normal'}`;
  const { id, name } = site.layer;
  const edit = { type: 'setField', layer: id, field, value: replaced(chosen, wanted) } as const;
  const facts = { layer: name, activation, found, wanted };
  return [onLayer(rule.code, site, [field, 'activation'], { facts, fixes: [{ title: l10n.t`Use ${wanted}`, edit }] })];
}

interface Rule {
  readonly code: 'init.relu-needs-he' | 'init.selu-needs-lecun' | 'init.tanh-needs-glorot';
  readonly family: string;
  readonly fits: readonly string[];
}

function ruleFor(activation: string): Rule | undefined {
  if (activation === 'selu') return { code: 'init.selu-needs-lecun', family: 'lecun', fits: ['lecun'] };
  if (RECTIFIERS.has(activation)) return { code: 'init.relu-needs-he', family: 'he', fits: ['he'] };
  // LeCun's was made for tanh.
  if (BOUNDED.has(activation)) return { code: 'init.tanh-needs-glorot', family: 'glorot', fits: ['glorot', 'lecun'] };
  return undefined;
}

/** A seed of the person's stays. */
function replaced(chosen: Json, wanted: string): Json {
  return isObject(chosen) ? { ...chosen, type: wanted } : wanted;
}
