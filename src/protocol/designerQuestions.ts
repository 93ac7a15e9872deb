import type { Failed, WeightsReused } from '../core/training/events';
import type { RangePoint, RangeResult } from '../core/training/rangeTest';
import type { AbsentData, DataPreview } from './dataPreview';
import type { WeightsLook } from './weightsLook';

/**
 * What the designer asks of the host about a design's training. Answers carry the question's `id`, which counts from 1
 * within the webview; a newer question of the same type ends the older one.
 */
export type DesignerQuestion =
  /** `download`: a named data set may be fetched for it. `again`: files may be others now, although the text is the same. */
  | { readonly type: 'previewData'; readonly id: number; readonly download?: boolean; readonly again?: boolean }
  | { readonly type: 'cancelPreview' }
  /** What there is to begin with: the last run of each design, and all runs. */
  | { readonly type: 'listWeights'; readonly id: number }
  /** What would become of each layer with the weights that the design names. */
  | { readonly type: 'reportWeights'; readonly id: number }
  /** What the weights of a layer of this name are like, in the design's newest run or in what it begins with. */
  | { readonly type: 'lookAtWeights'; readonly id: number; readonly layer: string }
  | { readonly type: 'chooseFile'; readonly id: number; readonly what: 'samples' | 'weights' }
  | { readonly type: 'findRate' }
  | { readonly type: 'stopFindingRate' };

export type Refused = Omit<Failed, 'type' | 'runtime'>;

/** Weights that a design can begin with. */
export interface WeightsChoice {
  /** What the file says. */
  readonly from: string;
  readonly detail: string;
}

export type DesignerAnswer =
  | { readonly type: 'dataPreviewed'; readonly id: number; readonly preview: DataPreview | AbsentData }
  /** Bytes. */
  | { readonly type: 'dataDownloading'; readonly id: number; readonly received: number; readonly total: number }
  | { readonly type: 'weightsListed'; readonly id: number; readonly choices: readonly WeightsChoice[] }
  | { readonly type: 'weightsReported'; readonly id: number; readonly report: WeightsReused }
  /** `run`: the run that they are of, by its id. Without `look` the design has none yet. */
  | { readonly type: 'weightsSeen'; readonly id: number; readonly look?: WeightsLook; readonly run?: string }
  /** Its path seen from the design; absent: none was chosen. */
  | { readonly type: 'fileChosen'; readonly id: number; readonly file?: string }
  | { readonly type: 'questionRefused'; readonly id: number; readonly failure: Refused }
  | { readonly type: 'rateSearchChanged'; readonly search?: RateSearchState };

/** A learning-rate range test of a design: under way, or the last one. */
export type RateSearchState =
  | { readonly phase: 'running'; readonly points: readonly RangePoint[]; readonly steps: number }
  /** `time`: ISO 8601. `subject`: of what it was (`core/training/rateSubject.ts`). */
  | ({ readonly phase: 'found'; readonly time: string; readonly subject?: string } & RangeResult)
  | ({ readonly phase: 'failed' } & Refused);
