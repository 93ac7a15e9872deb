import * as l10n from '@vscode/l10n';
import { isObject } from '../layers/readFields';
import { onTraining, type Advice } from './advice';
import type { Known } from './known';
import type { Told } from './told';

/** A good rate is a tenth of that where the loss was lowest: from ten times below it on a cycle climbs to little. */
const GOOD = 0.1;
const LITTLE = 0.01;

/** How far a cycle climbs, against what the last range test of the design says. */
export function adviseOneCycle({ optimizer }: Told, { lowestLoss: lowest }: Known): Advice[] {
  const schedule = optimizer?.values.learning_rate;
  if (lowest === undefined || !isObject(schedule) || schedule.type !== 'OneCycle') return [];
  const found = schedule.max_learning_rate;
  if (typeof found !== 'number' || (found <= lowest && found > lowest * LITTLE)) return [];
  const path = ['optimizer', 'learning_rate', 'max_learning_rate'];
  const good = Number((lowest * GOOD).toPrecision(2));
  const fixes = [{ title: l10n.t`Climb to ${good}`, edit: { type: 'setTraining', path, value: good } as const }];
  return [onTraining('schedule.one-cycle-bounds', path, { facts: { found, lowest }, fixes })];
}
