import '../shared/texts';
import * as l10n from '@vscode/l10n';
import { createRoot } from 'react-dom/client';
import '../shared/layerwise.css';
import './evaluation.css';
import type { FromEvaluation, SavedEvaluation, ToEvaluation } from '../../src/protocol/evaluationPage';
import { openChannel } from '../shared/channel';
import { Mishap } from '../shared/Mishap';
import { App } from './App';

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <Mishap what={l10n.t('The evaluation')} again={undefined}>
      <App channel={openChannel<ToEvaluation, FromEvaluation, SavedEvaluation>()} />
    </Mishap>,
  );
