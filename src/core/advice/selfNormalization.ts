import * as l10n from '@vscode/l10n';
import { onLayer, onTraining, type Advice } from './advice';
import { activationOf, kernelField, kernelOf, nameOf, nextOf, type Site } from './sites';
import { isNormalizedFirst, type Told } from './told';

const isSelu = (site: Site): boolean => kernelOf(site) !== undefined && activationOf(site)?.name === 'selu';

/** Layers through which values keep the mean and deviation that SELU gave them. */
const THROUGH: ReadonlySet<string> = new Set(['Activation', 'Flatten', 'Reshape', 'Dropout', 'AlphaDropout', 'BatchNormalization']);

/** The SELU layer whose outputs come to this one. */
function seluBefore(site: Site): Site | undefined {
  let [before] = site.takes;
  while (before && before.takes.length === 1 && !isSelu(before) && THROUGH.has(before.layer.type)) [before] = before.takes;
  return before && isSelu(before) ? before : undefined;
}

/** What a stack of SELU layers needs in order to normalize itself, besides its initialization. */
export function adviseSelfNormalization(site: Site): Advice[] {
  const { layer, values, takes } = site;
  if (!layer.output) return [];
  if (isSelu(site)) return penalties(site);
  if (takes.length > 1) {
    const selu = takes.map((from) => (isSelu(from) ? from : seluBefore(from))).find((from) => from !== undefined);
    return selu ? [onLayer('selu.not-sequential', site, [], { facts: { layer: layer.name, selu: selu.layer.name } })] : [];
  }
  if (layer.type === 'Dropout') {
    const selu = seluBefore(site);
    if (!selu || values.rate === 0) return [];
    const edit = { type: 'setField', layer: layer.id, field: 'type', value: 'AlphaDropout' } as const;
    const facts = { layer: layer.name, selu: selu.layer.name };
    return [onLayer('selu.plain-dropout', site, ['type'], { facts, fixes: [{ title: l10n.t('Use AlphaDropout'), edit }] })];
  }
  if (layer.type === 'BatchNormalization') {
    const selu = seluBefore(site) ?? normalizedBefore(site);
    if (!selu) return [];
    const facts = { layer: layer.name, selu: selu.layer.name };
    const fixes = [{ title: l10n.t`Delete ${layer.name}`, edit: { type: 'deleteLayers', layers: [layer.id] } } as const];
    return [onLayer('selu.batch-normalization', site, ['type'], { facts, fixes })];
  }
  return [];
}

/** A layer whose outputs are normalized on their way to its SELU. */
function normalizedBefore(site: Site): Site | undefined {
  const [before] = site.takes;
  return before && isSelu(before) && nextOf(before) === site ? before : undefined;
}

const PENALTIES = ['regularizer', 'constraint'] as const;

function penalties(site: Site): Advice[] {
  const { layer, values } = site;
  const stem = kernelOf(site) ?? '';
  return PENALTIES.flatMap((registry) => {
    const field = kernelField(stem, registry);
    const name = nameOf(registry, values[field] ?? null);
    if (name === undefined || !['l1', 'l2', 'l1_l2', 'max_norm'].includes(name)) return [];
    const edit = { type: 'setField', layer: layer.id, field } as const;
    return [
      onLayer('selu.penalty', site, [field], { facts: { layer: layer.name, field }, fixes: [{ title: l10n.t`Remove ${field}`, edit }] }),
    ];
  });
}

/** The data that a stack of SELU layers begins with. */
export function adviseSeluInputs(sites: readonly Site[], { dataset, isStandardized }: Told): Advice[] {
  if (!dataset || isStandardized || !sites.some(isSelu) || isNormalizedFirst(sites)) return [];
  const edit = { type: 'setTraining', path: ['data', 'standardize'], value: 'per_pixel' } as const;
  const fixes = [{ title: l10n.t('Standardize each pixel'), edit }];
  return [onTraining('selu.inputs-not-standardized', ['data', 'dataset'], { facts: { dataset: dataset.name }, fixes })];
}
