/** What a metric's key says about how to show it. */
import * as l10n from '@vscode/l10n';

export interface MetricLook {
  readonly key: string;
  /** `Loss`, `Accuracy`; a key that has no name of its own is shown as it is in the file. */
  readonly title: string;
  readonly inFile: boolean;
  /** A share from 0 to 1, which an axis shows in per cent. */
  readonly share: boolean;
}

const TITLES = new Map([
  ['loss', l10n.t('Loss')],
  ['accuracy', l10n.t('Accuracy')],
]);

export function metricLook(key: string): MetricLook {
  const title = TITLES.get(key);
  return { key, title: title ?? key, inFile: title === undefined, share: key === 'acc' || key.endsWith('accuracy') };
}
