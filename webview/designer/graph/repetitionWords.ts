import * as l10n from '@vscode/l10n';
import { formatRatio, formatSmall } from '../../shared/format';
import type { RepetitionHealth } from './health';

/** `stage1_2: gradient 0.062, update 4.6e-4, 34% dead` */
export function repetitionWords({ name, gradient, updateRatio, dead }: RepetitionHealth): string {
  const facts = [
    ...(gradient === undefined ? [] : [l10n.t`gradient ${formatSmall(gradient)}`]),
    ...(updateRatio === undefined ? [] : [l10n.t`update ${formatRatio(updateRatio)}`]),
    ...(dead === undefined ? [] : [l10n.t`${Math.round(dead * 100)}% dead`]),
  ];
  return facts.length === 0 ? name : `${name}: ${facts.join(', ')}`;
}
