import type { StepTimes } from '../core/costs/stepTimes';
import type { JsonPath } from '../core/document';
import type { ConflictChoice } from '../core/diff/conflict';
import type { Edit } from '../core/edits';
import type { Health, LayerReuse } from '../core/training/events';
import type { RunPhase } from '../core/training/run';
import type { DesignerAnswer, DesignerQuestion } from './designerQuestions';
import type { ImportReport } from './modelImport';

/** What the designer shows of the run of its design. */
export interface DesignerRun {
  readonly id: string;
  readonly phase: RunPhase;
  readonly epoch: number;
  readonly epochs: number;
  /** Within the epoch. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly samplesPerSecond?: number;
  readonly secondsLeft?: number;
  /** Runtime and device in few words: `TensorFlow 2.21.0 · CPU`. */
  readonly runtime?: string;
  /** Newest last; for the row of health on the cards. */
  readonly health: readonly Health[];
  /** The part of training that is under way, from 0; absent where the design has no phases. */
  readonly trainingPhase?: number;
  /** What became of each layer, where it began with weights of another run. */
  readonly reused?: readonly LayerReuse[];
}

/** A file of another program's that is shown as a design, and cannot be changed. */
export interface ViewedModel extends Pick<ImportReport, 'format' | 'unknown' | 'notes'> {
  /** Of the file. */
  readonly name: string;
  readonly bytes: number;
  /** Counts how often the file was read, from 1: with each reading its weights may be others. */
  readonly reading: number;
  /** The file is gone or cannot be read any more, and this is what it was: a sentence or two. */
  readonly outdated?: string;
}

/**
 * The designer's page is `<div id="root" data-layout-worker="<address of dist/layoutWorker.js>">`: the worker is fetched
 * from there and started from a blob, since a worker cannot be loaded across origins.
 */

/** Host to designer. */
export type ToDesigner =
  /** The whole text, at start and after each change of the document. `answersEdit`: the last edit of this designer that is in it. */
  | {
      readonly type: 'documentChanged';
      readonly version: number;
      readonly text: string;
      readonly answersEdit?: number;
      readonly select?: readonly string[];
    }
  /** An edit could not be made; the reason is a sentence to show beside the layer. */
  | { readonly type: 'editRefused'; readonly edit: number; readonly reason: string }
  /**
   * `trusted` false: training won't start here and `reason` says why. `readonly`: the document cannot be edited.
   * `runtimeLabel`: the runtime of the settings; where Layerwise chooses, the one of the design's last run.
   */
  | {
      readonly type: 'settingsChanged';
      readonly trusted: boolean;
      readonly reason?: string;
      readonly readonly: boolean;
      readonly runtimeLabel: string;
      readonly viewed?: ViewedModel;
      /** Codes of the advice that the settings switch off. */
      readonly unwantedAdvice: readonly string[];
      /** Bytes that a run may hold. */
      readonly memory: number;
    }
  | { readonly type: 'runChanged'; readonly run?: DesignerRun }
  /** A step of this design was measured; `words`: what it took. */
  | { readonly type: 'stepMeasured'; readonly words: string; readonly times: StepTimes }
  /** Select the layer and bring it into view. */
  | { readonly type: 'reveal'; readonly layer: string }
  /** The same with several, and the keys stay where they are (in the outline). */
  | { readonly type: 'select'; readonly layers: readonly string[] }
  /** A command of the palette or a key binding that acts in the designer. */
  | { readonly type: 'command'; readonly command: DesignerCommand }
  /** Make a PNG file of this picture; answered with `rasterized`. */
  | { readonly type: 'rasterize'; readonly id: number; readonly svg: string }
  | DesignerAnswer;

/** What is asked for outside of the page and done in it. */
export type DesignerCommand = 'addLayer' | 'find' | 'fit' | 'showRate' | 'askForMissing';

/** Designer to host. */
export type FromDesigner =
  | { readonly type: 'ready' }
  /** `edit` counts from 1 within this webview; it is applied to the document as it is when its turn comes. */
  | { readonly type: 'edit'; readonly id: number; readonly edit: Edit }
  | { readonly type: 'startTraining' }
  | { readonly type: 'pauseTraining' }
  | { readonly type: 'resumeTraining' }
  | { readonly type: 'stopTraining' }
  | { readonly type: 'showTraining' }
  /** Make a design of the model that is looked at. */
  | { readonly type: 'importViewed' }
  | { readonly type: 'chooseRuntime' }
  | { readonly type: 'checkMemory' }
  | { readonly type: 'showProblems' }
  /** Open the text editor beside, at this place. */
  | { readonly type: 'openAsText'; readonly path?: JsonPath }
  /** Open the page that says why something is advised. */
  | { readonly type: 'whyAdvice'; readonly code: string }
  /** Ask where it is not to be advised any more. */
  | { readonly type: 'switchAdviceOff'; readonly code: string }
  | { readonly type: 'selectionChanged'; readonly layers: readonly string[] }
  | { readonly type: 'openLink'; readonly address: string }
  /** Take a side of the conflict that begins at this offset of the text, if one still does; without it of all of them. */
  | { readonly type: 'resolveConflict'; readonly choice: ConflictChoice; readonly offset?: number }
  | { readonly type: 'openMergeEditor' }
  /** A PNG file, or a sentence about why there is none. */
  | { readonly type: 'rasterized'; readonly id: number; readonly png?: Uint8Array; readonly reason?: string }
  | DesignerQuestion;
