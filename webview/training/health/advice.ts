import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../src/core/format';
import { placeOfStep } from '../../../src/core/training/place';
import type { RunState } from '../../../src/core/training/run';
import { formatSmall } from '../../shared/format';
import { MANY_DEAD } from '../../shared/layerHealth';
import { metricValue, percent } from '../format';
import { layerHealth, type LayerHealth } from './layerHealth';
import { allOf } from '../../../src/core/countWords';

/** A fact about the run that asks for a look: never a guess at its cause. */
export interface Advice {
  /** Stable, so that it can be closed. */
  readonly code: 'units.dead' | 'gradient.vanishes' | 'gradient.explodes' | 'loss.not-finite';
  readonly severity: 'error' | 'warning';
  readonly title: string;
  readonly detail: string;
  /** The first layer that it is about. */
  readonly layer?: string;
}

/** A gradient this many times smaller than the model's largest does not move its layer. */
const VANISHED = 1e-6;
const EXPLODED = 1e3;

export function adviceFor(run: RunState): Advice[] {
  const layers = layerHealth(run.health);
  return [...brokenLoss(run), ...deadUnits(run, layers), ...gradients(layers)];
}

function brokenLoss(run: RunState): Advice[] {
  const losses = run.steps.values.loss ?? [];
  const last = losses.at(-1);
  if (last === undefined || Number.isFinite(last)) return [];
  let at = losses.length - 1;
  while (at > 0 && !Number.isFinite(losses[at - 1])) at--;
  const learningRate = run.steps.learningRate[at];
  const { epoch, step } = placeOfStep(run, at + 1);
  return [
    {
      code: 'loss.not-finite',
      severity: 'error',
      title: l10n.t`The loss is ${metricValue(losses[at])} since epoch ${epoch}, step ${formatCount(step)}.`,
      detail: l10n.t`learning_rate was ${learningRate ?? '?'} then. Weights that are not numbers stay so: stop, and train again with a lower learning_rate.`,
    },
  ];
}

function deadUnits(run: RunState, layers: readonly LayerHealth[]): Advice[] {
  const bad = layers.filter(({ dead = 0 }) => dead >= MANY_DEAD);
  const [first] = bad;
  if (!first) return [];
  const others = bad.slice(1).map(({ name, dead = 0 }) => `${name} ${percent(dead)}`);
  return [
    {
      code: 'units.dead',
      severity: 'warning',
      title: l10n.t`${first.name}: ${percent(first.dead ?? 0)} of the units never fire.`,
      detail: [earlier(run, first.name, first.dead ?? 0), others.length > 0 ? l10n.t`Also ${listed(others)}.` : '']
        .filter(Boolean)
        .join(' '),
      layer: first.name,
    },
  ];
}

/** What it was at the oldest measurement that is kept. */
function earlier(run: RunState, name: string, now: number): string {
  const first = run.health[0];
  const dead = first?.layers.find((layer) => layer.name === name)?.dead;
  if (!first || dead === undefined || percent(dead) === percent(now)) return '';
  return l10n.t`It was ${percent(dead)} in epoch ${placeOfStep(run, first.step).epoch}.`;
}

function gradients(layers: readonly LayerHealth[]): Advice[] {
  const known = layers.filter(({ gradientNorm }) => gradientNorm !== undefined);
  const exploded = known.filter(({ gradientNorm = 0 }) => !(gradientNorm < EXPLODED));
  const largest = Math.max(...known.map(({ gradientNorm = 0 }) => gradientNorm).filter(Number.isFinite));
  const vanished = known.filter(({ gradientNorm = 0 }) => gradientNorm < largest * VANISHED);
  const top = known.find(({ gradientNorm }) => gradientNorm === largest);
  const found: Advice[] = [];
  const [big] = exploded;
  if (big)
    found.push({
      code: 'gradient.explodes',
      severity: 'warning',
      title: l10n.t`${big.name}: the gradient's norm is ${formatSmall(big.gradientNorm ?? NaN)}.`,
      detail: alsoIn(exploded),
      layer: big.name,
    });
  const [small] = vanished;
  if (small && top)
    found.push({
      code: 'gradient.vanishes',
      severity: 'warning',
      title: l10n.t`${small.name} gets hardly any gradient.`,
      detail: [l10n.t`Its norm is ${formatSmall(small.gradientNorm ?? 0)}, that of ${top.name} ${formatSmall(largest)}.`, alsoIn(vanished)]
        .filter(Boolean)
        .join(' '),
      layer: small.name,
    });
  return found;
}

const alsoIn = (layers: readonly LayerHealth[]) =>
  layers.length > 1
    ? l10n.t`Also ${listed(layers.slice(1).map(({ name, gradientNorm }) => `${name} ${formatSmall(gradientNorm ?? 0)}`))}.`
    : '';

/** `a, b and 3 more` */
function listed(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), l10n.t`${names.length - 3} more`] : names;
  return allOf(shown);
}
