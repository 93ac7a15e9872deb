// Counts with their nouns: each form is a text of its own, because languages differ in how they make them.
import * as l10n from '@vscode/l10n';
import type { Severity } from './diagnostics';
import { formatCount } from './format';

/** `1 layer`, `12 layers`. */
export const layersText = (count: number): string => (count === 1 ? l10n.t('1 layer') : l10n.t('{0} layers', formatCount(count)));

/** `235,500 parameters`. */
export const parametersText = (count: number): string =>
  count === 1 ? l10n.t('1 parameter') : l10n.t('{0} parameters', formatCount(count));

/** `2 CPUs`. */
export const cpusText = (count: number): string => (count === 1 ? l10n.t('1 CPU') : l10n.t('{0} CPUs', formatCount(count)));

/** `20 epochs`. */
export const epochsText = (count: number): string => (count === 1 ? l10n.t('1 epoch') : l10n.t('{0} epochs', formatCount(count)));

/** `1 error`, `2 warnings`. */
export function problemsText(severity: Severity, count: number): string {
  switch (severity) {
    case 'error':
      return count === 1 ? l10n.t('1 error') : l10n.t('{0} errors', count);
    case 'warning':
      return count === 1 ? l10n.t('1 warning') : l10n.t('{0} warnings', count);
    case 'hint':
      return count === 1 ? l10n.t('1 hint') : l10n.t('{0} hints', count);
  }
}

/** `a`, `a or b`, `a, b or c`. */
export function anyOf(names: readonly string[]): string {
  const [first, last] = [names.slice(0, -1).join(', '), names.at(-1)];
  return names.length < 2 ? (names[0] ?? '') : l10n.t('{0} or {1}', first, last ?? '');
}

/** `a`, `a and b`, `a, b and c`. */
export function allOf(names: readonly string[]): string {
  const [first, last] = [names.slice(0, -1).join(', '), names.at(-1)];
  return names.length < 2 ? (names[0] ?? '') : l10n.t('{0} and {1}', first, last ?? '');
}
