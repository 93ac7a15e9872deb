import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { Choice } from '../inspector/Choice';
import { stripModes } from '../graph/strip';
import type { StripMode } from '../graph/weighing';
import { useDesigner, useDesignerState } from '../state/designer';

const options = stripModes.map(({ mode, title, detail }) => ({ id: mode, text: title, detail }));

/** What the strip and the cards' numbers are about. */
export function ModeChoice(): ReactElement {
  const designer = useDesigner();
  const mode = useDesignerState((state) => state.mode);
  return (
    <div className="mode" title={l10n.t('What the strip below and the numbers on the cards show')}>
      <span className="dim word">{l10n.t('Strip')}</span>
      <Choice label={l10n.t('Strip shows')} options={options} value={mode} onChoose={(id) => designer.set({ mode: id as StripMode })} />
    </div>
  );
}
