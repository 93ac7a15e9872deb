import '../shared/texts';
import * as l10n from '@vscode/l10n';
import { createRoot } from 'react-dom/client';
import '../shared/layerwise.css';
import './runtimes.css';
import type { FromRuntimes, ToRuntimes } from '../../src/protocol/runtimesPage';
import { openChannel } from '../shared/channel';
import { Mishap } from '../shared/Mishap';
import { App } from './App';

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <Mishap what={l10n.t('The report on runtimes')} again={undefined}>
      <App channel={openChannel<ToRuntimes, FromRuntimes, undefined>()} />
    </Mishap>,
  );
