import * as l10n from '@vscode/l10n';
import '../shared/texts';
import { createRoot } from 'react-dom/client';
import 'uplot/dist/uPlot.min.css';
import type { FromTraining, ToTraining } from '../../src/protocol/training';
import { openChannel } from '../shared/channel';
import '../shared/layerwise.css';
import { Mishap } from '../shared/Mishap';
import { createStore } from '../shared/store';
import { App } from './App';
import { exportCharts } from './charts/exportCharts';
import { fromWire } from './fromWire';
import { keepBeside } from './keepBeside';
import { keepPace } from './pace';
import { emptyPanel, reducePanel, type PanelState } from './panelState';
import './charts/charts.css';
import './header/header.css';
import './health/health.css';
import './log/log.css';
import './runs/runs.css';
import './training.css';
import { readViewState, type ViewState } from './viewState';

const channel = openChannel<ToTraining, FromTraining, Partial<ViewState>>();
const root = document.getElementById('root');
// While the panel lives VS Code keeps what is seen; the host has what was seen when it was closed.
const lastTime = JSON.parse(root?.dataset.view ?? '{}') as Partial<ViewState>;
const store = createStore<PanelState>(emptyPanel(readViewState(channel.saved() ?? lastTime)));

const take = keepPace((milliseconds) => channel.post({ type: 'pace', milliseconds }));
channel.listen((message) => {
  if (message.type === 'drawCharts') {
    const { id, format } = message;
    return void exportCharts(store.get(), format).then(
      (content) => channel.post({ type: 'chartsDrawn', id, content }),
      (error: unknown) => channel.post({ type: 'chartsDrawn', id, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
  const show = () => store.set(reducePanel(store.get(), fromWire(message)));
  if (message.type === 'events') take(show);
  else show();
});
keepBeside(store, (run) => channel.post({ type: 'compareRun', run }));
let kept: ViewState | undefined;
store.subscribe(() => {
  const { view } = store.get();
  if (view === kept) return;
  channel.save((kept = view));
  channel.post({ type: 'keepView', view });
});

if (root)
  createRoot(root).render(
    <Mishap what={l10n.t('The run')} again={undefined}>
      <App store={store} post={(message) => channel.post(message)} />
    </Mishap>,
  );
channel.post({ type: 'ready' });
