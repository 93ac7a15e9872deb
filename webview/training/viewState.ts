import type { Span } from './charts/zoom';
import type { Sort } from './runs/tableRows';

/** What a person chose to see. VS Code keeps it while the panel is hidden, moved or the window reloads. */
export interface ViewState {
  /** The shown run: the host's serializer opens it again. */
  readonly run?: string;
  /** What stands below the charts. */
  readonly below: 'log' | 'runs';
  readonly log: 'table' | 'keras';
  readonly order: 'newest' | 'best';
  readonly table: TableView;
  /** Runs drawn beside the shown one, each with its place among the colours. */
  readonly compared: readonly { readonly id: string; readonly color: number }[];
  /** The part of the x axis that is looked at; absent: all of it. */
  readonly zoom?: Span;
  /** Charts whose y axis is logarithmic, by the metric's key. */
  readonly logAxes: readonly string[];
  /** About how many batches a smoothed line is the mean of; 0: there is none. */
  readonly smoothing: number;
  /** Advice that was closed, as `run code`. */
  readonly closed: readonly string[];
}

/** How the table of runs is looked at. */
export interface TableView {
  readonly sort?: Sort | undefined;
  readonly filter: string;
  /** Only the runs in the charts. */
  readonly drawnOnly: boolean;
}

/** Of the shown run, and of those beside it: enough for every optimizer of Keras. */
export const RUN_COLORS = 10;
/** From this place on colours come again, and lines are dotted. */
export const DOTTED_FROM = 6;

const DEFAULT: ViewState = {
  below: 'log',
  log: 'table',
  order: 'newest',
  table: { filter: '', drawnOnly: false },
  compared: [],
  logAxes: [],
  smoothing: 0,
  closed: [],
};

/** What an older version may have kept, or nothing, made whole. */
export const readViewState = (saved: Partial<ViewState> | undefined): ViewState => ({ ...DEFAULT, ...saved });

type Beside = Pick<ViewState, 'compared' | 'run'>;

/** The shown run has the first colour; a run keeps its own while it is drawn, one that is shown now only as long as nobody needs it. */
export function toggleCompared(view: ViewState, id: string): ViewState {
  if (view.compared.some((drawn) => drawn.id === id)) return { ...view, compared: view.compared.filter((drawn) => drawn.id !== id) };
  if (isFull(view)) return view;
  const kept = view.compared.length < RUN_COLORS - 1 ? view.compared : besides(view);
  const taken = new Set(kept.map(({ color }) => color));
  const free = Array.from({ length: RUN_COLORS - 1 }, (_, i) => i + 1).find((color) => !taken.has(color));
  return free === undefined ? view : { ...view, compared: [...kept, { id, color: free }] };
}

/** Whether each colour belongs to a run that is drawn. */
export const isFull = (view: Beside): boolean => besides(view).length >= RUN_COLORS - 1;

const besides = ({ compared, run }: Beside): ViewState['compared'] => compared.filter(({ id }) => id !== run);

/** These runs are drawn beside the shown one, as many as there are colours; where all of them are already, none is. */
export function compareThese(view: ViewState, ids: readonly string[]): ViewState {
  const wanted = ids.slice(0, RUN_COLORS - 1);
  const kept = view.compared.filter(({ id }) => wanted.includes(id));
  if (kept.length === wanted.length) return { ...view, compared: [] };
  return wanted.reduce<ViewState>((now, id) => (now.compared.some((one) => one.id === id) ? now : toggleCompared(now, id)), {
    ...view,
    compared: kept,
  });
}

/** The chart's y axis is logarithmic now, or no longer. */
export function toggleLogAxis(view: ViewState, metric: string): ViewState {
  const { logAxes } = view;
  return { ...view, logAxes: logAxes.includes(metric) ? logAxes.filter((one) => one !== metric) : [...logAxes, metric] };
}
