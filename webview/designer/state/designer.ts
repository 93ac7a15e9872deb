import * as l10n from '@vscode/l10n';
import { createContext, useContext } from 'react';
import { layerOfId, type LayerAnalysis } from '../../../src/core/analysis';
import { pathTo } from '../../../src/core/blocks/fold';
import { describe } from '../../../src/core/describe';
import type { StepTimes } from '../../../src/core/costs/stepTimes';
import type { JsonPath } from '../../../src/core/document';
import type { Edit, Position } from '../../../src/core/edits';
import { parametersText } from '../../../src/core/countWords';
import type { Needed } from '../../../src/core/training/missing';
import type { DesignerRun, FromDesigner, ToDesigner, ViewedModel } from '../../../src/protocol/designer';
import type { Channel } from '../../shared/channel';
import type { StripMode } from '../graph/weighing';
import { rasterize } from '../../shared/rasterize';
import { advised, emptySession, informed, isBroken, previewed, refused, sent, told, tryEdit, type Session } from './session';
import { createQuestions, type Questions } from './questions';
import { askForMissing } from './startTraining';
import { createStore, useStore, type Store } from '../../shared/store';
import type { TrainingState } from './training';

/** What floats above the canvas; one at a time. */
export type Overlay =
  /** `layer`: after or before which, for the place of the pick. */
  | { readonly kind: 'add'; readonly position: Position; readonly layer?: string; readonly takes?: readonly string[] }
  | { readonly kind: 'find' }
  /** Choose what takes the layer, or what it takes. */
  | { readonly kind: 'connect'; readonly layer: string; readonly side: 'input' | 'output' }
  | { readonly kind: 'rename'; readonly layer: string }
  /** Ask for the name of a block: of a new one made of these layers, or a new one for a block that is there. */
  | { readonly kind: 'name'; readonly layer: string; readonly wrap?: readonly string[]; readonly block?: string }
  /** `at`: where the pointer was, in pixels of the canvas; without it beside the card. `fixes`: only what mends it. */
  | { readonly kind: 'menu'; readonly layer: string; readonly at?: { readonly x: number; readonly y: number }; readonly fixes?: boolean };

/** Boxes that end in a change: where there can be none they do not open, and that is said at once. */
const CHANGES: ReadonlySet<Overlay['kind']> = new Set(['add', 'connect', 'rename', 'name']);

export interface DesignerState extends TrainingState {
  readonly session: Session;
  /** Ids of the selected layers, the one that keys act on last. */
  readonly selection: readonly string[];
  /** Id of the selected connection (`Route.id`). */
  readonly edge?: string;
  readonly mode: StripMode;
  readonly trusted: boolean;
  readonly untrustedReason?: string;
  readonly readonly: boolean;
  readonly runtimeLabel: string;
  /** The file of another program's that is only looked at. */
  readonly viewed?: ViewedModel;
  readonly run?: DesignerRun;
  /** The last step that was measured: in words, and each layer. */
  readonly measured?: { readonly words: string; readonly times: StepTimes };
  readonly overlay?: Overlay;
  /** Why an edit was not made, beside the layer that it was about; `needed`: why training does not begin, above the field that is empty. */
  readonly refusal?: { readonly reason: string; readonly layer?: string; readonly needed?: Needed };
  /** For the live region. */
  readonly said: string;
  /** Sections of the inspector that a person opened or closed. */
  readonly folds: Readonly<Record<string, boolean>>;
  /** What is on no path through the selected layers stands back. */
  readonly tracing: boolean;
  /** Ids of the blocks that are shown with their layers. */
  readonly unfolded: readonly string[];
  /** Where there is no room beside the canvas: the inspector lies above it. */
  readonly inspectorOpen: boolean;
}

/** What outlives the webview. */
export interface Saved {
  readonly selection?: readonly string[];
  readonly mode?: StripMode;
  readonly folds?: Readonly<Record<string, boolean>>;
  readonly unfolded?: readonly string[];
  readonly viewport?: {
    readonly x: number;
    readonly y: number;
    readonly zoom: number;
    /** Of the canvas, in pixels. */ readonly width?: number;
  };
}

/** What the canvas can do on demand; it puts itself here when it appears. */
export interface View {
  fit(): void;
  zoom(factor: number): void;
  /** Brings the card into view, if it is not. */
  reveal(layer: string): void;
  focus(): void;
}

export interface Designer {
  readonly store: Store<DesignerState>;
  view: View | undefined;
  readonly viewport: Saved['viewport'];
  post(message: FromDesigner): void;
  select(layers: readonly string[], options?: { readonly reveal?: boolean }): void;
  selectEdge(edge: string): void;
  /** Makes the edit, or says why not. True where it was made. */
  commit(edit: Edit, words?: string): boolean;
  preview(edit: Edit | undefined): void;
  open(overlay: Overlay | undefined): void;
  say(words: string): void;
  fold(section: string, open: boolean): void;
  /** Shows blocks with their layers, or as one; absent: all of them. */
  unfold(blocks: readonly string[] | undefined, open: boolean): void;
  set(change: Partial<Pick<DesignerState, 'mode' | 'inspectorOpen' | 'tracing' | 'refusal' | keyof TrainingState>>): void;
  readonly questions: Questions;
  openAsText(path?: JsonPath): void;
  saveViewport(viewport: NonNullable<Saved['viewport']>): void;
}

export const layerById = (session: Session, id: string | undefined): LayerAnalysis | undefined => layerOfId(session.shown, id);

/** True where nothing may be changed: the file is read-only, of a newer version, or cannot be read now. */
export const isLocked = ({ readonly, session }: DesignerState): boolean =>
  readonly || isBroken(session) || session.analysis.diagnostics.some(({ code }) => code === 'format.newer-version');

/** True where the document is as it is shown: nothing is being typed, and no edit is on its way to it. */
export const isUntouched = ({ session }: DesignerState): boolean => session.preview === undefined && session.sent.length === 0;

function layerOf(edit: Edit): string | undefined {
  if ('layer' in edit) return edit.layer;
  if ('layers' in edit) return edit.layers[0];
  return 'to' in edit ? edit.to : undefined;
}

/** Everything that happens in a designer, whoever asks for it. */
export function createDesigner(channel: Channel<ToDesigner, FromDesigner, Saved>): Designer {
  const saved = channel.saved() ?? {};
  let kept: Saved = saved;
  let edits = 0;
  let wanted = saved.selection;
  const store = createStore<DesignerState>({
    session: emptySession,
    selection: [],
    mode: saved.mode ?? 'parameters',
    trusted: true,
    readonly: false,
    runtimeLabel: '',
    said: '',
    folds: saved.folds ?? {},
    unfolded: saved.unfolded ?? [],
    inspectorOpen: false,
    tracing: false,
  });
  const keep = (change: Saved): void => {
    kept = { ...kept, ...change };
    channel.save(kept);
  };
  const say = (said: string): void => store.set({ said });

  const setSelection = (selection: readonly string[], edge?: string): void => {
    const before = store.get().selection;
    store.set({ selection, edge, refusal: undefined });
    if (before.length === selection.length && before.every((id, i) => id === selection[i])) return;
    keep({ selection });
    channel.post({ type: 'selectionChanged', layers: selection });
  };
  /** After another text: what is gone is not selected any more. */
  const settle = (session: Session, select?: readonly string[]): void => {
    const exists = (id: string): boolean => layerOfId(session.analysis, id) !== undefined;
    const { selection, overlay } = store.get();
    const gone = overlay && 'layer' in overlay && overlay.layer !== undefined && !exists(overlay.layer);
    store.set({ session, ...(gone && { overlay: undefined }) });
    const wish = select ?? wanted ?? selection;
    if (!session.analysis.design) return;
    wanted = undefined;
    setSelection(
      wish.filter((id) => exists(id)),
      store.get().edge,
    );
  };

  const setUnfolded = (unfolded: readonly string[]): void => {
    store.set({ unfolded });
    keep({ unfolded });
  };
  const open = (blocks: readonly string[]): void => {
    const { unfolded } = store.get();
    if (blocks.some((id) => !unfolded.includes(id))) setUnfolded([...new Set([...unfolded, ...blocks])]);
  };

  const designer: Designer = {
    store,
    view: undefined,
    viewport: saved.viewport,
    questions: createQuestions((question) => channel.post(question)),
    post: (message) => channel.post(message),
    select: (layers, { reveal = false } = {}) => {
      const { shown } = store.get().session;
      const seen = layers.map((id) => (shown.instances.length === 0 ? { open: [], id } : pathTo(shown, id)));
      if (reveal) open(seen.flatMap((path) => path.open));
      setSelection([...new Set(seen.map(({ id }) => id))]);
      const last = seen.at(-1)?.id;
      if (reveal && last !== undefined) designer.view?.reveal(last);
    },
    selectEdge: (edge) => setSelection([], edge),
    commit: (edit, words) => {
      const state = store.get();
      const refuse = (reason: string): false => {
        store.set({
          session: previewed(state.session, undefined),
          refusal: { reason, layer: layerOf(edit) ?? state.selection.at(-1) },
          said: reason,
        });
        return false;
      };
      if (isLocked(state)) return refuse(lockedReason(state));
      const result = tryEdit(state.session, edit);
      if (!result.ok) return refuse(result.reason);
      if (result.edits.length === 0) {
        store.set({ session: previewed(state.session, undefined), refusal: undefined });
        return true;
      }
      const id = ++edits;
      channel.post({ type: 'edit', id, edit });
      store.set({ refusal: undefined });
      settle(sent(state.session, { id, edit }, result.edits), result.select);
      if (words !== undefined) say(`${words} ${parametersText(store.get().session.shown.totals.total)}.`);
      return true;
    },
    preview: (edit) => {
      if (edit === undefined && store.get().session.preview === undefined) return;
      store.set({ session: previewed(store.get().session, edit) });
    },
    open: (overlay) => {
      const state = store.get();
      if (!overlay || !CHANGES.has(overlay.kind) || !isLocked(state)) return store.set({ overlay, ...(overlay && { refusal: undefined }) });
      const reason = lockedReason(state);
      store.set({ refusal: { reason, layer: ('layer' in overlay ? overlay.layer : undefined) ?? state.selection.at(-1) }, said: reason });
    },
    say,
    fold: (section, open) => {
      const folds = { ...store.get().folds, [section]: open };
      store.set({ folds });
      keep({ folds });
    },
    unfold: (blocks, isOpen) => {
      const { session, selection, unfolded } = store.get();
      const all = session.shown.instances.flatMap(({ id, block }) => (block === undefined ? [] : [id]));
      const meant = new Set(blocks ?? all);
      if (isOpen) return open([...meant]);
      setUnfolded(unfolded.filter((id) => !meant.has(id)));
      // What is not seen any more is selected as what is.
      const closed = selection.map((id) => pathTo(session.shown, id).open.find((outer) => meant.has(outer)) ?? id);
      setSelection([...new Set(closed)]);
    },
    set: (change) => {
      store.set(change);
      if (change.mode) keep({ mode: change.mode });
    },
    openAsText: (path) => channel.post({ type: 'openAsText', ...(path && { path }) }),
    saveViewport: (viewport) => keep({ viewport }),
  };

  /** Nothing selected, the part of the inspector open. */
  const showRate = (): void => {
    setSelection([]);
    designer.fold('training.rate', true);
    designer.set({ inspectorOpen: true });
    requestAnimationFrame(() => {
      const section = document.getElementById('learning-rate')?.closest('section');
      const list = section?.closest('.scroll');
      // Not `scrollIntoView`: that moves the frames around the page too.
      if (section && list) list.scrollTop += section.getBoundingClientRect().top - list.getBoundingClientRect().top;
    });
  };

  channel.listen((message) => {
    switch (message.type) {
      case 'documentChanged':
        return settle(told(store.get().session, message.text, message.answersEdit));
      case 'editRefused':
        store.set({
          session: refused(store.get().session, message.edit),
          refusal: { reason: message.reason, layer: store.get().selection.at(-1) },
          said: message.reason,
        });
        return;
      case 'settingsChanged': {
        const { type: _, reason, unwantedAdvice, memory, ...settings } = message as typeof message & { readonly reason?: string };
        const session = informed(advised(store.get().session, unwantedAdvice), { memory });
        return store.set({ ...settings, untrustedReason: reason, session });
      }
      case 'runChanged':
        return store.set({ run: message.run });
      case 'reveal':
        if (!store.get().session.open) wanted = [message.layer];
        else designer.select([message.layer], { reveal: true });
        return designer.view?.focus();
      case 'stepMeasured':
        return store.set({ measured: { words: message.words, times: message.times }, said: message.words });
      case 'rateSearchChanged': {
        const { session } = store.get();
        const found = message.search?.phase === 'found' ? message.search : undefined;
        return store.set({ rateSearch: message.search, ...(found && { session: informed(session, { rate: found }) }) });
      }
      case 'dataPreviewed':
      case 'dataDownloading':
      case 'weightsListed':
      case 'weightsReported':
      case 'weightsSeen':
      case 'fileChosen':
      case 'questionRefused':
        return designer.questions.hear(message);
      case 'rasterize':
        return void rasterize(message.svg).then(
          (png) => channel.post({ type: 'rasterized', id: message.id, png }),
          (error: unknown) =>
            channel.post({ type: 'rasterized', id: message.id, reason: error instanceof Error ? error.message : String(error) }),
        );
      case 'select':
        return designer.select(message.layers, { reveal: true });
      case 'command': {
        const { selection } = store.get();
        const last = selection.at(-1);
        if (message.command === 'fit') return designer.view?.fit();
        if (message.command === 'showRate') return showRate();
        if (message.command === 'askForMissing') return void askForMissing(designer);
        if (message.command === 'find') return designer.open({ kind: 'find' });
        return designer.open({ kind: 'add', position: last === undefined ? { end: true } : { after: last }, layer: last });
      }
    }
  });
  channel.post({ type: 'ready' });
  return designer;
}

function lockedReason({ session, viewed }: DesignerState): string {
  const newer = session.analysis.diagnostics.find(({ code }) => code === 'format.newer-version');
  if (newer) return describe(newer);
  if (isBroken(session)) return l10n.t('The text cannot be read as a design now. Put it right in the text editor first.');
  if (viewed) return l10n.t`${viewed.name} is only shown. Import it as a design to change it.`;
  return l10n.t('This file is read-only. Save a copy of it to change it.');
}

const DesignerContext = createContext<Designer | undefined>(undefined);
export const DesignerProvider = DesignerContext.Provider;

export function useDesigner(): Designer {
  const designer = useContext(DesignerContext);
  if (!designer) throw new Error('A part of the designer stands outside of it.');
  return designer;
}

export function useDesignerState<Part>(select: (state: DesignerState) => Part): Part {
  return useStore(useDesigner().store, select);
}
