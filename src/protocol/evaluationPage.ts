import type { EvaluationReport, SampleAnswer } from './evaluation';
import type { SavedWeights } from './weightsExport';
import type { Refused } from './designerQuestions';

/** The run whose model is looked at. */
export interface EvaluatedRun {
  readonly id: string;
  readonly name: string;
  readonly startedAt?: string;
}

/** How it is evaluated. */
export interface EvaluationChoice {
  /** Absent: the best, or the last where there are no best; told as what it was once that is known. */
  readonly checkpoint?: SavedWeights;
  /** Passes with dropout at work; absent: one without it. */
  readonly passes?: number;
}

/** Host to page. */
export type ToEvaluation =
  | { readonly type: 'evaluating'; readonly run: EvaluatedRun; readonly choice: EvaluationChoice; readonly share: number }
  | { readonly type: 'evaluated'; readonly run: EvaluatedRun; readonly choice: EvaluationChoice; readonly report: EvaluationReport }
  /** It failed, or was cancelled (`failure` absent). */
  | { readonly type: 'notEvaluated'; readonly run: EvaluatedRun; readonly choice: EvaluationChoice; readonly failure?: Refused }
  | { readonly type: 'sampleJudged'; readonly id: number; readonly answer: SampleAnswer }
  | { readonly type: 'sampleRefused'; readonly id: number; readonly failure: Refused };

/** Page to host. */
export type FromEvaluation =
  | { readonly type: 'ready' }
  | { readonly type: 'evaluate'; readonly choice: EvaluationChoice }
  | { readonly type: 'cancel' }
  /** What does the model make of this sample, whose numbers are as a file would have them? A newer question ends an older one. */
  | { readonly type: 'judgeSample'; readonly id: number; readonly values: readonly number[]; readonly choice: EvaluationChoice }
  | { readonly type: 'showTraining' }
  | { readonly type: 'openDesign' };

/** What VS Code keeps of a page while the window is closed. */
export interface SavedEvaluation {
  readonly run?: string;
}
