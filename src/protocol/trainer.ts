import type { Failed, RunEvent, RuntimeName, WeightsReused } from '../core/training/events';
import type { RangePoint, RangeResult } from '../core/training/rangeTest';
import type { AbsentData, DataPreview, PreviewRequest } from './dataPreview';
import type { WeightsSection } from '../core/training/weights';
import type { EvaluationReport, EvaluationRequest, SampleAnswer, SampleRequest } from './evaluation';
import type { Examination } from './examination';
import type { ExportReport, ExportRequest } from './modelExport';
import type { ImportAnswer, ImportRequest } from './modelImport';
import type { Places } from './places';
import type { Proof } from './proof';
import type { RateSearch } from './rateSearch';
import type { StepMeasurement, StepRequest } from './stepMeasurement';
import type { ExportedWeights, WeightsRequest } from './weightsExport';
import type { WeightsLook, WeightsLookRequest } from './weightsLook';

/** What the host (or the terminal) asks of a run; everything else is in the design. */
export interface RunOptions {
  /** Absolute path of the design's file; relative data paths start at its folder. */
  readonly designPath: string;
  /** The design's text as it was when training began. */
  readonly designText: string;
  /** Absolute path of the run's folder, which the trainer makes. */
  readonly folder: string;
  readonly runtime?: RuntimeName | 'auto';
  /**
   * Go on with the run that is in the folder, from its newest checkpoint, with the design, the seed and the limit that it
   * was begun with; `runtime` left out is the one that it ran on, `epochs` makes it longer.
   */
  readonly resume?: boolean;
  /** Only with `resume`: the design as it is to go on with; see `changesBetween`. */
  readonly changedText?: string;
  /** Seconds between two checkpoints to resume from; one is kept at each epoch too. Default: 30. */
  readonly checkpointSeconds?: number;
  /** Where a native TensorFlow is looked for; default: nowhere. */
  readonly places?: Places;
  /** Take the place of the design's. */
  readonly epochs?: number;
  readonly seed?: number;
  /** Takes the place of the design's: what its weights begin with. */
  readonly weights?: WeightsSection;
  /** Use at most this many training samples (and as large a share of the validation samples). */
  readonly limit?: number;
  /** MB that the process may hold before it is ended; default: no limit. */
  readonly memoryLimit?: number;
  /** Where downloaded data sets are kept; default: Keras's own `~/.keras/datasets`. */
  readonly datasetCache?: string;
}

/** Host to child. One that trains is told `init`, then the rest; one that is to `examine`, `prove` or `exportWeights` answers that and ends. */
export type ToTrainer =
  | { readonly type: 'init'; readonly options: RunOptions }
  | { readonly type: 'pause' }
  /** `designText`: the design as it is to go on with; see `changesBetween`. */
  | { readonly type: 'resume'; readonly designText?: string }
  | { readonly type: 'stop' }
  /** Try every runtime. */
  | { readonly type: 'examine'; readonly places: Places }
  /** Train a little on TensorFlow and on the embedded runtime: `proved`, or `refused`. */
  | { readonly type: 'prove'; readonly places: Places }
  /** Try learning rates on a design: `ratesTried` again and again, then `rateFound`, or `refused`. */
  | { readonly type: 'findRate'; readonly search: RateSearch }
  /** Look at a design's data: `dataPreviewed`, or `refused`; `events` tell of a download. */
  | { readonly type: 'previewData'; readonly request: PreviewRequest }
  /** What would become of each layer with the weights that a design begins with: `weightsReported`, or `refused`. */
  | { readonly type: 'reportWeights'; readonly designPath: string; readonly designText: string }
  /** Look at the weights of a layer: `weightsSeen`, or `refused`. */
  | { readonly type: 'lookAtWeights'; readonly request: WeightsLookRequest }
  /** Take a step of a design and measure it: `stepMeasured`, or `refused`. */
  | { readonly type: 'measureStep'; readonly request: StepRequest }
  /** What a run's weights make of samples that they did not learn from: `evaluating` now and then, then `evaluated`, or `refused`. */
  | { readonly type: 'evaluate'; readonly request: EvaluationRequest }
  /** What they make of one sample: `sampleJudged`, or `refused`. */
  | { readonly type: 'judgeSample'; readonly request: SampleRequest }
  /** `weightsExported`, or `refused`. */
  | { readonly type: 'exportWeights'; readonly request: WeightsRequest }
  /** `modelExported`, or `refused`. */
  | { readonly type: 'exportModel'; readonly request: ExportRequest; readonly places: Places }
  /** `modelImported`. */
  | { readonly type: 'importModel'; readonly request: ImportRequest };

/** Child to host: `ready` once, then events, at most 20 posts a second; `failed`, `finished` or `stopped` is the last. */
export type FromTrainer =
  | { readonly type: 'ready' }
  | { readonly type: 'events'; readonly events: readonly RunEvent[] }
  | { readonly type: 'examined'; readonly examination: Examination }
  | { readonly type: 'proved'; readonly proof: Proof }
  /** Steps of the range test since the last post. */
  | { readonly type: 'ratesTried'; readonly points: readonly RangePoint[] }
  | { readonly type: 'rateFound'; readonly result: RangeResult }
  | { readonly type: 'dataPreviewed'; readonly preview: DataPreview | AbsentData }
  | { readonly type: 'weightsReported'; readonly report: WeightsReused }
  | { readonly type: 'weightsSeen'; readonly look: WeightsLook }
  | { readonly type: 'stepMeasured'; readonly measurement: StepMeasurement }
  /** Which share of it is done. */
  | { readonly type: 'evaluating'; readonly share: number }
  | { readonly type: 'evaluated'; readonly report: EvaluationReport }
  | { readonly type: 'sampleJudged'; readonly answer: SampleAnswer }
  | { readonly type: 'weightsExported'; readonly weights: ExportedWeights }
  | { readonly type: 'modelExported'; readonly report: ExportReport }
  | { readonly type: 'modelImported'; readonly answer: ImportAnswer }
  | { readonly type: 'refused'; readonly failure: Omit<Failed, 'type'> };
