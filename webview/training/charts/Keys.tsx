import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { Scene } from './series';

/** What the kinds of line mean; only of those that are drawn. */
export function Keys({ scene: { shown, compared } }: { readonly scene: Scene }): ReactElement {
  const validation = shown?.run.epochLogs.some(({ logs }) => 'val_loss' in logs);
  return (
    <div className="keys" aria-hidden="true">
      <span>
        <svg viewBox="0 0 18 8">
          <path className="batch" d="M0 5l2-3 2 4 2-5 2 5 2-4 2 4 2-3 2 2 2-3" />
        </svg>
        {l10n.t('each batch')}
      </span>
      <span>
        <svg viewBox="0 0 18 8">
          <path className="line" d="M0 4H18" />
          <circle className="dot" cx="9" cy="4" r="2.6" />
        </svg>
        {l10n.t('train')}
      </span>
      {(validation || (shown && shown.run.validationSamples > 0)) && (
        <span>
          <svg viewBox="0 0 18 8">
            <path className="line dashed" d="M0 4H18" />
            <circle className="ring" cx="9" cy="4" r="2.6" />
          </svg>
          {l10n.t('validation')}
        </span>
      )}
      {compared.length > 0 && (
        <span>
          <svg viewBox="0 0 18 8">
            <path className="line other" d="M0 4H18" />
          </svg>
          {l10n.t('other runs')}
        </span>
      )}
    </div>
  );
}
