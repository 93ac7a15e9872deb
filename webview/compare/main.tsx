import * as l10n from '@vscode/l10n';
import '../shared/texts';
import { createRoot } from 'react-dom/client';
import '../shared/layerwise.css';
import './compare.css';
import './cards.css';
import type { FromCompare, SavedComparison, ToCompare } from '../../src/protocol/compare';
import { openChannel } from '../shared/channel';
import { Mishap } from '../shared/Mishap';
import { App } from './App';

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <Mishap what={l10n.t('The comparison')} again={undefined}>
      <App channel={openChannel<ToCompare, FromCompare, SavedComparison>()} />
    </Mishap>,
  );
