import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { formatCount } from '../../../src/core/format';
import type { Split } from './split';

const parts = [
  { key: 'train', text: (count: string) => l10n.t('{0} train', count) },
  { key: 'validation', text: (count: string) => l10n.t('{0} validation', count) },
  { key: 'test', text: (count: string) => l10n.t('{0} test', count) },
] as const;

/** How the samples are divided. */
export function SplitBar({ split }: { readonly split: Split }): ReactElement {
  return (
    <div className="split">
      <div className="splitbar" aria-hidden="true">
        {parts.map(({ key }) => split[key] > 0 && <i key={key} className={key} style={{ flex: split[key] }} />)}
      </div>
      <div className="legend">
        {parts.map(
          ({ key, text }) =>
            split[key] > 0 && (
              <span key={key}>
                <i className={key} />
                {text(formatCount(split[key]))}
              </span>
            ),
        )}
      </div>
    </div>
  );
}
