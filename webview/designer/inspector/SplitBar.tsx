import type { ReactElement } from 'react';
import { formatCount } from '../../../src/core/format';
import type { Split } from './split';

const parts = [
  { key: 'train', word: 'train' },
  { key: 'validation', word: 'validation' },
  { key: 'test', word: 'test' },
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
          ({ key, word }) =>
            split[key] > 0 && (
              <span key={key}>
                <i className={key} />
                {formatCount(split[key])} {word}
              </span>
            ),
        )}
      </div>
    </div>
  );
}
