import * as l10n from '@vscode/l10n';
import type { Edit } from '../edits';
import { onLayer, type Advice } from './advice';
import { isFunction, kernelOf, functionOf, nextOf, type Site } from './sites';

const isBatchNormalization = (site: Site | undefined): site is Site => site?.layer.type === 'BatchNormalization';

/** A bias and dropout in front of batch normalization. */
export const adviseNormalization = (site: Site): Advice[] => [...unneededBias(site), ...dropoutBefore(site)];

function unneededBias(site: Site): Advice[] {
  const { layer, values } = site;
  const next = nextOf(site);
  if (kernelOf(site) === undefined || values.use_bias !== true || functionOf(site) !== 'linear' || !isBatchNormalization(next)) return [];
  // Without an offset of its own, or along another axis, the bias is not made up for.
  if (next.values.center !== true || (next.values.axis !== -1 && next.values.axis !== layer.output?.length)) return [];
  const edit = { type: 'setField', layer: layer.id, field: 'use_bias', value: false } as const;
  const facts = { layer: layer.name, normalization: next.layer.name };
  return [onLayer('norm.bias-unneeded', site, ['use_bias'], { facts, fixes: [{ title: l10n.t('Leave out the bias'), edit }] })];
}

/** What may stand between dropout and a batch normalization that suffers from it. */
const isBetween = (site: Site): boolean =>
  isFunction(site) || kernelOf(site) !== undefined || /^(?:Dropout|Flatten|Reshape|.*Pooling\dD)$/.test(site.layer.type);

function dropoutBefore(site: Site): Advice[] {
  const { layer, values } = site;
  if (layer.type !== 'Dropout' || !layer.output || typeof values.rate !== 'number' || values.rate === 0) return [];
  let [next, weighted] = [nextOf(site), 0];
  while (next && isBetween(next) && weighted <= 1) {
    if (kernelOf(next) !== undefined) weighted += 1;
    next = nextOf(next);
  }
  if (weighted > 1 || !isBatchNormalization(next)) return [];
  const behind = values.noise_shape === null ? behindLast(next) : undefined;
  const move: Edit | undefined = behind && { type: 'moveLayer', layer: layer.id, position: { after: behind.layer.id } };
  const fixes = [
    ...(move ? [{ title: l10n.t`Move it behind ${behind?.layer.name ?? ''}`, edit: move }] : []),
    { title: l10n.t`Delete ${layer.name}`, edit: { type: 'deleteLayers', layers: [layer.id] } as const },
  ];
  return [onLayer('norm.dropout-before', site, ['type'], { facts: { layer: layer.name, normalization: next.layer.name }, fixes })];
}

/** The place behind the last batch normalization of a stack, and behind its activation; absent where the model ends there. */
function behindLast(first: Site): Site | undefined {
  let last: Site = first;
  for (let site = nextOf(first); site; site = nextOf(site)) if (isBatchNormalization(site)) last = site;
  const next = nextOf(last);
  const behind = next && isFunction(next) ? next : last;
  return nextOf(behind) ? behind : undefined;
}
