import * as l10n from '@vscode/l10n';
import type { Edit } from '../edits';
import type { PhaseSection } from '../training/phases';
import { namesLikeAny } from '../training/phases';
import { onLayer, onTraining, type Advice } from './advice';
import { isFunction, functionOf, kernelOf, nextOf, type Site } from './sites';

/** What values go through between two layers with weights. */
const isBetween = (site: Site): boolean => isFunction(site) || /^(?:.*Dropout(?:\dD)?|Flatten|Reshape|.*Pooling\dD)$/.test(site.layer.type);

type Frozen = (site: Site) => boolean;

/** Batch normalization that goes on learning between layers that are frozen, in the file or in a phase of training. */
export function adviseFrozenStatistics(sites: readonly Site[], phases: readonly PhaseSection[]): Advice[] {
  const normalizations = sites.filter(({ layer }) => layer.type === 'BatchNormalization' && !layer.frozen);
  const always = normalizations.flatMap((site) => {
    const frozen = amidFrozen(site, ({ layer }) => layer.frozen);
    return frozen ? [inFile(site, frozen)] : [];
  });
  const told = new Set(always.map(({ layer }) => layer));
  return [
    ...always,
    ...phases.flatMap((phase, i) =>
      inPhase(
        normalizations.filter(({ layer }) => !told.has(layer.id)),
        phase,
        i,
      ),
    ),
  ];
}

/** The frozen layer that the normalization belongs to. */
function amidFrozen(site: Site, isFrozen: Frozen): Site | undefined {
  let [before] = site.takes;
  while (before && isBetween(before) && nextOf(before)) [before] = before.takes;
  if (!before || kernelOf(before) === undefined || !isFrozen(before)) return undefined;
  // Weights without a bias and function rely on it.
  if (nextOf(before) === site && functionOf(before) === 'linear' && before.values.use_bias === false) return before;
  let next = nextOf(site);
  while (next && isBetween(next)) next = nextOf(next);
  return next && kernelOf(next) !== undefined && isFrozen(next) ? before : undefined;
}

function inFile(site: Site, frozen: Site): Advice {
  const { id, name } = site.layer;
  const edit: Edit = { type: 'setField', layer: id, field: 'trainable', value: false };
  const facts = { normalization: name, layer: frozen.layer.name };
  return onLayer('norm.frozen-statistics', site, ['trainable'], { facts, fixes: [{ title: l10n.t`Freeze ${name}`, edit }] });
}

function inPhase(normalizations: readonly Site[], { freeze = [] }: PhaseSection, index: number): Advice[] {
  if (!Array.isArray(freeze) || !freeze.every((pattern) => typeof pattern === 'string') || freeze.length === 0) return [];
  const isFrozen: Frozen = ({ layer }) => layer.frozen || namesLikeAny(freeze, [layer.name]).length > 0;
  const moving = normalizations
    .filter((site) => !isFrozen(site))
    .flatMap((site) => {
      const frozen = amidFrozen(site, isFrozen);
      return frozen ? [{ name: site.layer.name, layer: frozen.layer.name }] : [];
    });
  const [first] = moving;
  if (!first) return [];
  const names = moving.map(({ name }) => name);
  const edit: Edit = { type: 'setTraining', path: ['phases', index, 'freeze'], value: [...freeze, ...names] };
  const title = names.length === 1 ? l10n.t`Freeze ${first.name} too` : l10n.t`Freeze ${names.length} batch normalizations too`;
  const facts = { normalization: first.name, layer: first.layer, phase: index + 1 };
  return [onTraining('norm.frozen-statistics', ['phases', index, 'freeze'], { facts, fixes: [{ title, edit }] })];
}
