import * as l10n from '@vscode/l10n';
import { nameOf, kernelField, kernelOf, type Site } from './sites';
import { onLayer, onTraining, type Advice } from './advice';
import { isNormalizedFirst, type Told } from './told';

/**
 * Learning rates that are usual, and Keras's default. SGD: Bengio (2012), inputs of about 1. Adam moves no weight by more
 * than about the rate in a step (Kingma and Ba, 2015), and weights begin at about 0.05. Lion wants a third to a tenth of
 * Adam's (Chen et al., 2023). Adadelta has none of its own.
 */
export const RATES: Readonly<Record<string, readonly [least: number, most: number, usual: number]>> = {
  SGD: [1e-6, 1, 0.01],
  Adagrad: [1e-6, 1, 0.001],
  RMSprop: [1e-6, 0.05, 0.001],
  Adam: [1e-6, 0.05, 0.001],
  AdamW: [1e-6, 0.05, 0.001],
  Nadam: [1e-6, 0.05, 0.001],
  Adamax: [1e-6, 0.05, 0.001],
  Lion: [1e-7, 0.01, 0.0001],
};

/** The learning rate against what is usual for the optimizer. A schedule is left alone. */
export function adviseLearningRate({ optimizer }: Told): Advice[] {
  const name = optimizer?.entry.name ?? '';
  const found = optimizer?.values.learning_rate;
  if (typeof found !== 'number' || !Object.hasOwn(RATES, name)) return [];
  const [least, most, usual] = RATES[name] ?? [0, Infinity, found];
  if (found >= least && found <= most) return [];
  const edit = { type: 'setTraining', path: ['optimizer', 'learning_rate'], value: usual } as const;
  const facts = { optimizer: name, found, least, most };
  return [onTraining('optimizer.learning-rate', ['optimizer', 'learning_rate'], { facts, fixes: [{ title: l10n.t`Use ${usual}`, edit }] })];
}

/** Pixels as they are in the file. */
export function adviseScale(sites: readonly Site[], { dataset, isScaled, isStandardized }: Told): Advice[] {
  if (!dataset || isScaled || isStandardized || isNormalizedFirst(sites)) return [];
  const edit = { type: 'setTraining', path: ['data', 'scale'], value: '1/255' } as const;
  const fixes = [{ title: l10n.t('Scale by 1/255'), edit }];
  return [onTraining('data.not-scaled', ['data', 'dataset'], { facts: { dataset: dataset.name }, fixes })];
}

/** Two ways of holding weights small on the same weights. */
export function advisePenalties(site: Site): Advice[] {
  const { layer, values } = site;
  const stem = kernelOf(site);
  if (stem === undefined) return [];
  const field = kernelField(stem, 'regularizer');
  if (nameOf('regularizer', values[field] ?? null) !== 'l2') return [];
  if (nameOf('constraint', values[kernelField(stem, 'constraint')] ?? null) !== 'max_norm') return [];
  const edit = { type: 'setField', layer: layer.id, field } as const;
  return [
    onLayer('penalty.max-norm-and-l2', site, [field], { facts: { layer: layer.name }, fixes: [{ title: l10n.t('Remove l2'), edit }] }),
  ];
}
