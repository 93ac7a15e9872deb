import * as l10n from '@vscode/l10n';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactElement } from 'react';
import type { Health } from '../../src/core/training/events';
import type { FromTraining, RunCommand } from '../../src/protocol/training';
import type { Store } from '../shared/store';
import { BelowTabs } from './BelowTabs';
import { Charts } from './charts/Charts';
import { Header, type Request } from './header/Header';
import { announcement } from './header/words';
import { Checkpoints, Machine } from './health/Facts';
import { LayerTable } from './health/LayerTable';
import { Log } from './log/Log';
import { Failure, Notices, Waiting } from './Notices';
import type { PanelState } from './panelState';
import { RunList } from './runs/RunList';
import { RunsTable } from './runs/RunsTable';
import { useRoom } from './useRoom';
import { compareThese, toggleCompared, type TableView, type ViewState } from './viewState';

export interface AppProps {
  readonly store: Store<PanelState>;
  readonly post: (message: FromTraining) => void;
}

/** An answer that does not come within this time is not waited for any longer. */
const PATIENCE = 6000;
const NOT_MEASURED: readonly Health[] = [];

export function App({ store, post }: AppProps): ReactElement {
  const panel = useSyncExternalStore(store.subscribe, store.get);
  const { run, runs, view, known, trusted, elsewhere } = panel;
  const root = useRef<HTMLElement>(null);
  const room = useRoom(root);
  const { pending, ask } = useRequest(panel, post);

  const change = useCallback((next: (view: ViewState) => ViewState) => store.set({ view: next(store.get().view) }), [store]);
  const showBelow = useCallback(
    (below: ViewState['below']) => {
      change((now) => ({ ...now, below }));
      // The tab that was pressed is gone with what stood below it: its place is taken by another.
      requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(`[data-below="${below}"]`)?.focus());
    },
    [change],
  );
  const actions = useMemo(
    () => ({
      open: (id: string) => post({ type: 'openRun', run: id }),
      toggle: (id: string) => change((now) => toggleCompared(now, id)),
      drawThese: (ids: readonly string[]) => change((now) => compareThese(now, ids)),
      sort: (order: ViewState['order']) => change((now) => ({ ...now, order })),
      showTable: () => showBelow('runs'),
      revealFolder: () => post({ type: 'revealFolder' }),
      command: (id: string, command: RunCommand) => post({ type: 'runCommand', run: id, command }),
      copy: (text: string) => post({ type: 'copyText', text }),
      setTable: (table: TableView) => change((now) => ({ ...now, table })),
    }),
    [post, change, showBelow],
  );
  const { below } = view;
  const tabs = useMemo(() => <BelowTabs below={below} choose={showBelow} />, [below, showBelow]);
  const openDesign = (layer?: string) => post({ type: 'openDesign', layer });

  return (
    <main className={`training ${room}`} ref={root}>
      <Header
        run={run}
        label={runs.find(({ id }) => id === run?.id)?.label}
        known={known}
        trusted={trusted}
        elsewhere={elsewhere}
        pending={pending}
        ask={ask}
        openDesign={() => openDesign()}
        evaluate={() => post({ type: 'evaluateRun' })}
      />
      <RunList
        runs={runs}
        shown={run?.id}
        view={view}
        open={actions.open}
        toggle={actions.toggle}
        command={actions.command}
        showTable={actions.showTable}
        sort={actions.sort}
        revealFolder={actions.revealFolder}
        folded={room === 'narrow'}
      />
      <div className="work">
        <div className="middle">
          {run && (
            <Failure
              run={run}
              openLog={() => post({ type: 'openLog' })}
              checkRuntimes={() => post({ type: 'checkRuntimes' })}
              {...(trusted && { trainEmbedded: () => post({ type: 'startTraining', runtime: 'wasm' }) })}
            />
          )}
          <Charts
            store={store}
            panel={panel}
            change={change}
            notice={<Waiting run={run} known={known} trusted={trusted} manageTrust={() => post({ type: 'manageTrust' })} />}
          />
          {below === 'log' ? (
            <Log tabs={tabs} run={run} view={view.log} choose={(log) => change((now) => ({ ...now, log }))} copy={actions.copy} />
          ) : (
            <RunsTable tabs={tabs} runs={runs} shown={run?.id} compared={view.compared} table={view.table} actions={actions} />
          )}
        </div>
        <aside className="healthcol" aria-label={l10n.t('How the run does')}>
          <LayerTable
            health={run?.health ?? NOT_MEASURED}
            types={panel.layerTypes}
            none={run ? l10n.t('Measured as soon as training runs.') : l10n.t('Gradients and updates of each layer while a model trains.')}
          />
          {run && (
            <Notices
              run={run}
              closed={view.closed}
              close={(key) => change((now) => ({ ...now, closed: [...now.closed, key].slice(-50) }))}
              openDesign={openDesign}
            />
          )}
          {run && <Checkpoints run={run} revealFolder={actions.revealFolder} />}
          {run && <Machine run={run} />}
        </aside>
      </div>
      <div className="hidden" role="status">
        {announcement(run)}
      </div>
    </main>
  );
}

/** What was asked of the host, until the run shows that it was done. */
function useRequest({ run }: PanelState, post: (message: FromTraining) => void) {
  const [pending, setPending] = useState<Request>();
  const phase = `${run?.id} ${run?.phase}`;
  useEffect(() => setPending(undefined), [phase]);
  useEffect(() => {
    if (pending === undefined) return undefined;
    const timer = setTimeout(() => setPending(undefined), PATIENCE);
    return () => clearTimeout(timer);
  }, [pending]);
  const ask = (request: Request) => {
    setPending(request);
    post({ type: request });
  };
  return { pending, ask };
}
