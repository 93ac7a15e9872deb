import { createContext, useContext } from 'react';
import type { Analysis } from '../../../src/core/analysis';
import { fold, type Folded } from '../../../src/core/blocks/fold';
import { healthyNames } from '../graph/health';
import type { Placement, Structure } from '../graph/layout';
import type { LayoutClient } from '../graph/layoutClient';
import { weighingOf } from '../graph/weighing';
import { pictureOf, sameStructure, structureOf, type Picture } from '../graph/picture';
import type { DesignerState } from './designer';
import { createStore, useStore, type Store } from '../../shared/store';
import { sameTiming, timingOf } from './timing';
import { phasedAnalysis } from './training';

export interface Pictures {
  /** Absent until the first layout. */
  readonly picture?: Picture;
}

const NOBODY: ReadonlySet<string> = new Set();

let lastFold: { readonly analysis: Analysis; readonly unfolded: readonly string[]; readonly folded: Folded } | undefined;

/** What there is to see: blocks as one layer each, but for those that are unfolded. */
function foldedOf(state: DesignerState): Folded {
  const analysis = phasedAnalysis(state);
  const { unfolded } = state;
  if (lastFold?.analysis !== analysis || lastFold.unfolded !== unfolded)
    lastFold = { analysis, unfolded, folded: fold(analysis, new Set(unfolded)) };
  return lastFold.folded;
}

/**
 * Follows the design with its picture. A graph without branches is laid out at once; while another one is being laid out
 * in the worker, the layers that have a place already stay where they are.
 */
export function followPictures(designer: Store<DesignerState>, layout: LayoutClient): Store<Pictures> {
  const pictures = createStore<Pictures>({});
  let structure: Structure | undefined;
  let placement: Placement | undefined;
  let seen: DesignerState | undefined;
  let healthy = NOBODY;

  const show = (state: DesignerState): void => {
    if (!structure || !placement) return;
    const { mode } = state;
    const weighing = weighingOf(phasedAnalysis(state), mode, timingOf(state));
    const subject = { analysis: foldedOf(state), structure, placement, mode, weighing, healthy };
    pictures.set({ picture: pictureOf(subject, pictures.get().picture) });
  };
  const layOut = (latest: Structure): void => {
    structure = latest;
    const ready = layout.now(latest);
    if (ready) placement = ready;
    else
      layout.request(latest, (answer) => {
        placement = answer;
        show(designer.get());
      });
  };
  const follow = (): void => {
    const state = designer.get();
    const { session, mode, run } = state;
    if (!session.open) return;
    const names = run && (run.phase === 'running' || run.phase === 'paused') ? healthyNames(run.health) : [];
    const alike = names.length === healthy.size && names.every((name) => healthy.has(name));
    const same = seen !== undefined && phasedAnalysis(seen) === phasedAnalysis(state) && seen.unfolded === state.unfolded;
    const timed = mode !== 'time' || (seen !== undefined && sameTiming(timingOf(seen), timingOf(state)));
    if (alike && same && timed && seen?.session.open && seen.mode === mode) return;
    seen = state;
    if (!alike) healthy = new Set(names);
    const latest = structureOf(foldedOf(state));
    if (!structure || !sameStructure(structure, latest)) layOut(latest);
    show(state);
  };
  designer.subscribe(follow);
  return pictures;
}

const PicturesContext = createContext<Store<Pictures> | undefined>(undefined);
export const PicturesProvider = PicturesContext.Provider;

export function usePictures(): Store<Pictures> {
  const pictures = useContext(PicturesContext);
  if (!pictures) throw new Error('A part of the canvas stands outside of it.');
  return pictures;
}

export function usePicture<Part>(select: (picture: Picture | undefined) => Part): Part {
  return useStore(usePictures(), ({ picture }) => select(picture));
}
