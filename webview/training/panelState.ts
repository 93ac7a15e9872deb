import { reduceRun, type RunState } from '../../src/core/training/run';
import type { RunEntry, ToTraining } from '../../src/protocol/training';
import type { ViewState } from './viewState';

/** All that the panel shows: what the host told, and what the person chose. */
export interface PanelState {
  /** False until the first snapshot. */
  readonly known: boolean;
  readonly run?: RunState;
  readonly trusted: boolean;
  /** Another window or a terminal trains the run. */
  readonly elsewhere?: boolean;
  readonly layerTypes: { readonly [layer: string]: string };
  readonly runs: readonly RunEntry[];
  /** Runs that were fetched to be drawn beside the shown one. */
  readonly fetched: { readonly [id: string]: RunState };
  readonly view: ViewState;
}

export const emptyPanel = (view: ViewState): PanelState => ({ known: false, trusted: true, layerTypes: {}, runs: [], fetched: {}, view });

/** The state after a message of the host; what the message says is finite or NaN, never `null`. */
export function reducePanel(state: PanelState, message: ToTraining): PanelState {
  switch (message.type) {
    case 'snapshot':
      return withRun({
        ...state,
        known: true,
        run: message.run,
        trusted: message.trusted,
        elsewhere: message.elsewhere,
        layerTypes: message.layerTypes ?? {},
      });
    case 'events':
      return state.run && message.run === state.run.id ? withRun({ ...state, run: message.events.reduce(reduceRun, state.run) }) : state;
    case 'runsChanged':
      return withoutDeleted({ ...state, runs: message.runs });
    case 'drawCharts':
      return state;
    case 'compared':
      return { ...state, fetched: { ...state.fetched, [message.run.id]: message.run } };
  }
}

/** The panel's serializer reopens the run that the view state names. */
function withRun(state: PanelState): PanelState {
  if (!state.run || state.run.id === state.view.run) return state;
  // What was looked at in one run's charts is another place in another's.
  const { zoom: _zoom, ...view } = state.view;
  return { ...state, view: { ...view, run: state.run.id } };
}

/** A run that is not there any more is not drawn. */
function withoutDeleted(state: PanelState): PanelState {
  const { view, runs } = state;
  const compared = view.compared.filter(({ id }) => runs.some((run) => run.id === id));
  return compared.length === view.compared.length ? state : { ...state, view: { ...view, compared } };
}
