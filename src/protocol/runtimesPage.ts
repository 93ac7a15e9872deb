import type { RuntimeName } from '../core/training/events';
import type { Refused } from './designerQuestions';
import type { Examination } from './examination';

/** Host to the page on the runtimes of a machine. */
export type ToRuntimes =
  | { readonly type: 'examining' }
  | {
      readonly type: 'examined';
      readonly examination: Examination;
      /** What the setting `layerwise.runtime` says. */
      readonly chosen: RuntimeName | 'auto';
      /** The setting that names a TensorFlow: no other one is looked for. */
      readonly named?: string;
      /** Whether Layerwise can make a TensorFlow of its own on this platform. */
      readonly canSetUp: boolean;
    }
  /** None could be tried, or it was cancelled (`failure` absent). `setting`: the one that is wrong. */
  | { readonly type: 'notExamined'; readonly failure?: Refused; readonly setting?: string };

/** Page to host. */
export type FromRuntimes =
  | { readonly type: 'ready' }
  | { readonly type: 'examine' }
  | { readonly type: 'cancel' }
  | { readonly type: 'setUpTensorflow' }
  | { readonly type: 'chooseRuntime' }
  | { readonly type: 'openSetting'; readonly setting: string }
  | { readonly type: 'openLog' }
  /** The report as text into the clipboard, to ask somebody about it. */
  | { readonly type: 'copyReport' };
