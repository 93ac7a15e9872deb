import * as l10n from '@vscode/l10n';
import type { Edit } from '../edits';
import type { Fix } from '../fixes';
import { onLayer, type Advice } from './advice';
import { functionOf, isFunction, kernelOf, nextOf, type Site } from './sites';

/** Functions that end a model, or are no function; SELU beside batch normalization is told by itself. */
const OTHERS: ReadonlySet<string | undefined> = new Set([undefined, 'linear', 'softmax', 'selu']);

/**
 * A function between weights and their batch normalization, where the design has the other form in mind: weights without a
 * bias, which only a normalization right behind them makes up for, or a second function behind the normalization.
 */
export function adviseBeforeNormalization(site: Site): Advice[] {
  if (kernelOf(site) === undefined) return [];
  const own = functionOf(site);
  const apart = own === 'linear' ? nextOf(site) : undefined;
  const by = apart && isFunction(apart) ? apart : site;
  const activation = functionOf(by);
  const normalization = nextOf(by);
  if (activation === undefined || OTHERS.has(activation) || normalization?.layer.type !== 'BatchNormalization') return [];
  const behind = nextOf(normalization);
  const second = behind && isFunction(behind) && !OTHERS.has(functionOf(behind)) ? behind : undefined;
  if (!second && site.values.use_bias !== false) return [];
  const facts = {
    layer: site.layer.name,
    activation,
    normalization: normalization.layer.name,
    ...(second && { second: second.layer.name }),
  };
  const fix = second ? leaveOut(by, activation) : putBehind(by, normalization);
  return [onLayer('norm.activation-before', by, ['activation'], { facts, fixes: fix ? [fix] : [] })];
}

function leaveOut({ layer }: Site, activation: string): Fix {
  const edit: Edit = isOwn(layer.type)
    ? { type: 'setField', layer: layer.id, field: 'activation' }
    : { type: 'deleteLayers', layers: [layer.id] };
  return { title: isOwn(layer.type) ? l10n.t`Leave out ${activation} of ${layer.name}` : l10n.t`Delete ${layer.name}`, edit };
}

function putBehind({ layer, values }: Site, { layer: normalization }: Site): Fix | undefined {
  const position = { after: normalization.id };
  const title = l10n.t`Activate behind ${normalization.name}`;
  if (!isOwn(layer.type)) return { title, edit: { type: 'moveLayer', layer: layer.id, position } };
  const { activation } = values;
  if (activation === undefined) return undefined;
  const edits: Edit[] = [
    { type: 'addLayer', layerType: 'Activation', fields: { activation }, position },
    { type: 'setField', layer: layer.id, field: 'activation' },
  ];
  return { title, edit: { type: 'several', edits } };
}

/** The function is a field of a layer that has weights. */
const isOwn = (type: string): boolean => kernelOf({ layer: { type } }) !== undefined;
