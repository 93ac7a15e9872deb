import * as l10n from '@vscode/l10n';
import type { Edit } from '../edits';
import { onLayer, type Advice } from './advice';
import { RECTIFIERS } from './initialization';
import { activationOf, kernelOf, nameOf, nextOf, type Activated, type Site } from './sites';

/**
 * Functions that are flat far from 0, and from how many layers of them on it is advised. Glorot and Bengio (2010) saw the last
 * of four sigmoid layers saturate, while five layers of tanh learned with their initialization.
 */
const SATURATING: ReadonlyMap<string, number> = new Map([
  ['sigmoid', 4],
  ['hard_sigmoid', 4],
  ['tanh', 10],
  ['softsign', 10],
]);
/** The chapter's exercise adds batch normalization to a stack of twenty. */
const DEEP_FROM = 20;
/** Fixes of more layers than this are a person's own work. */
const MOST_FIXED = 200;

interface Member {
  readonly site: Site;
  readonly activated: Activated;
}

/** Stacks of layers through which the gradient goes back without being normalized on its way, and without a shorter one. */
export function adviseDepth(sites: readonly Site[]): Advice[] {
  const stacks: Member[][] = [];
  const stackOf = new Map<Site, Member[]>();
  for (const site of sites) {
    const [before] = site.takes;
    const goesOn = site.takes.length === 1 && before && nextOf(before) === site && !interrupts(site);
    let stack = goesOn ? stackOf.get(before) : undefined;
    if (!stack) stacks.push((stack = []));
    stackOf.set(site, stack);
    const activated = kernelOf(site) === undefined ? undefined : activationOf(site);
    if (!activated || activated.site.isOutput) continue;
    // A SELU layer normalizes: what comes behind it begins anew.
    if (activated.name === 'selu') stackOf.delete(site);
    else if (SATURATING.has(activated.name) || RECTIFIERS.has(activated.name)) stack.push({ site, activated });
  }
  return stacks.flatMap(adviseStack);
}

const interrupts = ({ layer: { type, output } }: Site): boolean =>
  !output || /Normalization$|^(?:LSTM|GRU|SimpleRNN|Bidirectional)$/.test(type);

function adviseStack(stack: readonly Member[]): Advice[] {
  const saturating = stack.filter(({ activated }) => SATURATING.has(activated.name));
  const [first] = saturating;
  const from = Math.min(...saturating.map(({ activated }) => SATURATING.get(activated.name) ?? Infinity));
  if (first && saturating.length >= from) {
    const facts = { layer: first.site.layer.name, count: saturating.length, activation: first.activated.name };
    const edits = saturating.flatMap(useRelu);
    const fixes =
      edits.length <= MOST_FIXED ? [{ title: l10n.t('Use relu with he_normal'), edit: { type: 'several', edits } as const }] : [];
    return [onLayer('deep.saturating', first.site, ['activation'], { facts, fixes })];
  }
  const [deep] = stack;
  if (!deep || stack.length < DEEP_FROM) return [];
  const edits = stack.map(({ activated }): Edit => {
    return { type: 'addLayer', layerType: 'BatchNormalization', position: { after: activated.site.layer.id } };
  });
  const fixes =
    edits.length <= MOST_FIXED ? [{ title: l10n.t('Add batch normalization behind each'), edit: { type: 'several', edits } as const }] : [];
  return [onLayer('deep.not-normalized', deep.site, ['type'], { facts: { layer: deep.site.layer.name, count: stack.length }, fixes })];
}

/** The function of this layer becomes ReLU, and its initializer goes with it. */
export function useRelu({ site, activated }: Member): Edit[] {
  const field = `${kernelOf(site)}_initializer`;
  const isGlorot = nameOf('initializer', site.values[field] ?? null)?.startsWith('glorot');
  return [
    { type: 'setField', layer: activated.site.layer.id, field: 'activation', value: 'relu' },
    ...(isGlorot ? [{ type: 'setField', layer: site.layer.id, field, value: 'he_normal' } as const] : []),
  ];
}
