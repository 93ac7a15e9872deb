import * as l10n from '@vscode/l10n';
import '../shared/texts';
import { createRoot } from 'react-dom/client';
import 'uplot/dist/uPlot.min.css';
import type { FromTraining, ToTraining } from '../../src/protocol/training';
import { openChannel } from '../shared/channel';
import '../shared/layerwise.css';
import { Mishap } from '../shared/Mishap';
import { App } from './App';
import { fromWire } from './fromWire';
import { emptyPanel, reducePanel, type PanelState } from './panelState';
import './charts/charts.css';
import './header/header.css';
import './health/health.css';
import './log/log.css';
import './runs/runs.css';
import './training.css';
import { createStore } from './store';
import { readViewState, type ViewState } from './viewState';

/** Numbers change at most four times a second. */
const INTERVAL = 250;

const channel = openChannel<ToTraining, FromTraining, Partial<ViewState>>();
const store = createStore<PanelState>(emptyPanel(readViewState(channel.saved())), INTERVAL);

channel.listen((message) => {
  const before = store.get();
  const after = reducePanel(before, fromWire(message));
  store.set(after, message.type !== 'events' || after.run?.phase !== before.run?.phase);
});
let kept: ViewState | undefined;
store.watch(() => {
  const { view } = store.get();
  if (view !== kept) channel.save((kept = view));
});

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <Mishap what={l10n.t('The run')} again={undefined}>
      <App store={store} post={(message) => channel.post(message)} />
    </Mishap>,
  );
channel.post({ type: 'ready' });
// Runs that were drawn beside the shown one before the panel was closed, moved or reloaded.
for (const { id } of store.get().view.compared) channel.post({ type: 'compareRun', run: id });
