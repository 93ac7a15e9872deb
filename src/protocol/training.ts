import type { RunEvent, RuntimeName } from '../core/training/events';
import type { RunState } from '../core/training/run';
import type { RunFacts } from './runFacts';

/** A run in the list beside the charts. */
export interface RunEntry extends RunFacts {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly phase: RunState['phase'];
  readonly startedAt?: string;
  /** Its best value of the metric that runs are compared by, and that metric's key. */
  readonly score?: { readonly metric: string; readonly value: number };
  /** What differs from the run before, in a few words: `learning_rate 0.01`. */
  readonly note?: string;
}

/** Host to training panel. Messages are JSON: a value that is not finite (`NaN` of a diverged loss) arrives as `null`. */
export type ToTraining =
  /**
   * All that is known of the run that the panel shows; deltas follow. `layerTypes`: Keras's class by layer name, of the
   * design as it was trained. A number that is not finite arrives as `null` (VS Code's messages are JSON).
   */
  | {
      readonly type: 'snapshot';
      readonly run?: RunState;
      readonly trusted: boolean;
      readonly layerTypes?: { readonly [layer: string]: string };
      /** Another window or a terminal trains it: it can be looked at, not paused or stopped from here. */
      readonly elsewhere?: boolean;
    }
  | { readonly type: 'events'; readonly run: string; readonly events: readonly RunEvent[] }
  | { readonly type: 'runsChanged'; readonly runs: readonly RunEntry[] }
  /** A finished run to draw beside the shown one. */
  | { readonly type: 'compared'; readonly run: RunState }
  /** Make a file of the charts as they are looked at; answered with `chartsDrawn` of the same number. */
  | { readonly type: 'drawCharts'; readonly id: number; readonly format: ChartsFormat };

/** A picture, or the numbers behind it. */
export type ChartsFormat = 'svg' | 'png' | 'csv';

/** Commands of the extension that are about one run. */
export const RUN_COMMANDS = ['renameRun', 'deleteRun'] as const;
export type RunCommand = (typeof RUN_COMMANDS)[number];

/** Training panel to host. */
export type FromTraining =
  | { readonly type: 'ready' }
  /** How far apart `events` may come without taking time from training. */
  | { readonly type: 'pace'; readonly milliseconds: number }
  | { readonly type: 'pauseTraining' }
  | { readonly type: 'resumeTraining' }
  | { readonly type: 'stopTraining' }
  /** Go on with the shown run, which was stopped or cut off, from its newest checkpoint. */
  | { readonly type: 'resumeRun' }
  /** `runtime`: takes the place of the setting's, this once. */
  | { readonly type: 'startTraining'; readonly runtime?: RuntimeName }
  | { readonly type: 'openRun'; readonly run: string }
  | { readonly type: 'compareRun'; readonly run: string }
  /** What a person asks of a run in the list. */
  | { readonly type: 'runCommand'; readonly run: string; readonly command: RunCommand }
  /** What is seen and how, for the next time that the panel is opened. */
  | { readonly type: 'keepView'; readonly view: object }
  /** With a layer: select it and bring it into view. */
  | { readonly type: 'openDesign'; readonly layer?: string }
  /** Open VS Code's page on the trust of this workspace. */
  | { readonly type: 'manageTrust' }
  /** Look at what the shown run's model makes of samples that it did not learn from. */
  | { readonly type: 'evaluateRun' }
  | { readonly type: 'revealFolder' }
  /** The file's content, or why there is none. */
  | { readonly type: 'chartsDrawn'; readonly id: number; readonly content?: string | Uint8Array; readonly reason?: string }
  | { readonly type: 'openLog' }
  /** What can train here, and what is missing. */
  | { readonly type: 'checkRuntimes' }
  | { readonly type: 'copyText'; readonly text: string };
