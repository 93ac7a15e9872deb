import * as l10n from '@vscode/l10n';
import { functionOf, sitesOf, isFunction } from '../advice/sites';
import type { Analysis } from '../analysis';
import type { Json } from '../document';
import { findNamed } from '../layers/registries';
import type { Dataset } from './datasets';
import type { OwnData } from './ownData';

/** How a model's output looks to a loss. */
export interface OutputEnd {
  /** Numbers that one sample gives at each place; `null`: not known. */
  readonly units: number | null;
  /** The function that they come through; `linear`: none. */
  readonly activation: string;
}

/** What there is to be learned, as far as it is known. */
export interface TargetFacts {
  /** `classes`: class numbers; `onehot`: a 1 among zeros; `binary`: 0 or 1; `input`: the sample itself; `values`: any numbers. */
  readonly kind: 'classes' | 'onehot' | 'binary' | 'input' | 'values';
  readonly classes?: number;
  /** Whether all numbers are between 0 and 1. */
  readonly withinOne?: boolean;
}

/** Something of a registry that fits, as the file would say it, and why in few words. */
export interface Offer {
  readonly name: string;
  readonly value: Json;
  readonly why: string;
}

/** The end of one of the model's outputs. @param output its id */
export function outputEnd(analysis: Analysis, output: string | undefined): OutputEnd | undefined {
  const site = sitesOf(analysis).find(({ layer }) => layer.id === output);
  if (!site?.layer.output) return undefined;
  let at = site;
  // Softmax behind a Reshape is still softmax.
  while (functionOf(at) === undefined && !isFunction(at) && at.takes.length === 1 && at.takes[0]) at = at.takes[0];
  return { units: site.layer.output.at(-1) ?? null, activation: functionOf(at) ?? 'linear' };
}

/** What a data section makes of a data set that Layerwise knows by name. */
export function namedTargets({ dataset, classes, positive, target, scale }: OwnData): TargetFacts | undefined {
  const known = findNamed('dataset', dataset ?? '') as Dataset | undefined;
  if (target === 'input') return { kind: 'input', withinOne: known !== undefined && scale !== undefined };
  if (target === 'rotation') return { kind: 'classes', classes: 4 };
  if (positive) return { kind: 'binary' };
  return known && { kind: 'classes', classes: classes?.length ?? known.classNames.length };
}

const named = (name: string, why: string, value: Json = name): Offer => ({ name, why, value });
/** Without softmax or sigmoid at the end the loss has to be told that it gets logits. */
const crossentropy = (name: string, activation: string, wanted: string, why: string): Offer =>
  activation === wanted
    ? named(name, why)
    : named(name, l10n.t`${why}; no ${wanted} at the end: from_logits`, { type: name, from_logits: true });

/** Losses that fit an output and what it is to learn, the best first. */
export function fittingLosses({ units, activation }: OutputEnd, targets: TargetFacts): readonly Offer[] {
  const values = [
    named('mean_squared_error', l10n.t('for numbers: large errors count most')),
    named('mean_absolute_error', l10n.t('for numbers: all errors count alike')),
    named('huber', l10n.t('for numbers with outliers')),
  ];
  const binary = crossentropy('binary_crossentropy', activation, 'sigmoid', l10n.t('fits one unit and targets of 0 or 1'));
  switch (targets.kind) {
    case 'classes':
      if (units === 1)
        return (targets.classes ?? 2) <= 2 ? [binary, named('hinge', l10n.t('fits one unit: a margin instead of a probability'))] : [];
      return [
        crossentropy(
          'sparse_categorical_crossentropy',
          activation,
          'softmax',
          l10n.t`fits ${targets.classes ?? ''} class numbers`.replace('  ', ' '),
        ),
      ];
    case 'binary':
      return units === 1
        ? [binary, named('hinge', l10n.t('fits one unit: a margin instead of a probability'))]
        : [crossentropy('sparse_categorical_crossentropy', activation, 'softmax', l10n.t('fits class numbers 0 and 1 over two units'))];
    case 'onehot':
      return [
        crossentropy('categorical_crossentropy', activation, 'softmax', l10n.t('fits one-hot targets')),
        named('kl_divergence', l10n.t('fits distributions')),
      ];
    case 'input':
      return activation === 'sigmoid' && targets.withinOne
        ? [named('binary_crossentropy', l10n.t('fits outputs and samples between 0 and 1')), ...values]
        : values;
    case 'values':
      if (activation === 'sigmoid' && targets.withinOne)
        return [named('binary_crossentropy', l10n.t('fits numbers between 0 and 1')), ...values];
      if (activation === 'exponential' || activation === 'softplus') return [named('poisson', l10n.t('fits counts')), ...values];
      return values;
  }
}

/** Metrics that fit, the best first. */
export function fittingMetrics({ units }: OutputEnd, targets: TargetFacts): readonly Offer[] {
  const accuracy = named('accuracy', l10n.t('share of right answers'));
  const both = [
    named('precision', l10n.t('how many of those found are right')),
    named('recall', l10n.t('how many of those there are it finds')),
  ];
  const auc = named('auc', l10n.t('how well 1 is told from 0, whatever the threshold'));
  switch (targets.kind) {
    case 'classes':
      if (units === 1) return [accuracy, ...both, auc];
      return (targets.classes ?? 0) > 5
        ? [
            accuracy,
            named('sparse_top_k_categorical_accuracy', l10n.t('right class among the first few'), {
              type: 'sparse_top_k_categorical_accuracy',
              k: 3,
            }),
          ]
        : [accuracy];
    case 'binary':
      return units === 1 ? [accuracy, ...both, auc] : [accuracy];
    case 'onehot':
      return [accuracy, named('f1_score', l10n.t('precision and recall in one number')), auc];
    case 'input':
    case 'values':
      return [
        named('mae', l10n.t('mean error, in the unit of the targets')),
        named('root_mean_squared_error', l10n.t('typical error, in the unit of the targets')),
      ];
  }
}
