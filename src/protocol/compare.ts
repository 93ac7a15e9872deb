import type { JsonPath } from '../core/document';

/** Between the host and a page that compares two designs. */

export type Side = 'before' | 'after';

/** One of the two designs. */
export interface ComparedSide {
  /** `fashion.layerwise.json`. */
  readonly title: string;
  /** Which state of it: `HEAD`, `saved`, `run of 12:30`. */
  readonly detail?: string;
  readonly text: string;
  /** It can be opened as text. */
  readonly canOpen: boolean;
}

/** Where the two designs are: addresses, and what they are called. */
export type ComparedSources = Readonly<Record<Side, { readonly uri: string; readonly title: string; readonly detail?: string }>>;

export type ToCompare =
  | {
      readonly type: 'compared';
      readonly before: ComparedSide;
      readonly after: ComparedSide;
      /** In a diff editor each side has a page of its own, which shows one of the two; absent: the page shows both. */
      readonly side?: Side;
      /** The page keeps them, so that it can be made again after the window is loaded anew. */
      readonly sources: ComparedSources;
    }
  /** The page beside it was scrolled, or has another row selected or unfolded. */
  | { readonly type: 'followed'; readonly view: SharedView };

/** What two pages side by side have in common. */
export interface SharedView {
  /** In pixels. */
  readonly top?: number;
  /** Key of a row; empty: none. */
  readonly selected?: string;
  /** Keys of folds that are open. */
  readonly unfolded?: readonly string[];
}

/** What a page keeps while it is hidden, and over a reload of the window. */
export interface SavedComparison extends SharedView {
  readonly sources?: ComparedSources;
}

export type FromCompare =
  | { readonly type: 'ready' }
  | { readonly type: 'moved'; readonly view: SharedView }
  | { readonly type: 'openAsText'; readonly side: Side; readonly path?: JsonPath }
  | { readonly type: 'openTextDiff' }
  | { readonly type: 'swap' };
