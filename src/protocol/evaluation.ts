import type { Confusion } from '../core/evaluation/confusion';
import type { Spread } from './dataPreview';
import type { Places } from './places';
import type { RuntimeName } from '../core/training/events';
import type { SavedWeights } from './weightsExport';

/** Asks what a run's weights make of samples that they did not learn from. */
export interface EvaluationRequest {
  /** Of the run. */
  readonly folder: string;
  readonly checkpoint?: SavedWeights;
  /** Passes with dropout at work, whose mean is then what the model says (Monte Carlo dropout); absent: one without it. */
  readonly passes?: number;
  /** Only the first so many of these samples; default: all. */
  readonly first?: number;
  /** As in training: at most so many training samples, and as large a share of others. */
  readonly limit?: number;
  readonly runtime?: RuntimeName | 'auto';
  readonly places?: Places;
  /** Where downloaded data sets are kept. */
  readonly datasetCache?: string;
}

/** How large samples are as pictures; channels are 1 or 3. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** One of the classes that a sample may be of. */
export interface Likelihood {
  readonly id: number;
  /** What the model gives it; with passes their mean. */
  readonly probability: number;
  /** Only with passes: the standard deviation over them. */
  readonly deviation?: number;
}

/** A sample that is shown. */
export interface SampleLook {
  /** Its place in the part, from 0. */
  readonly index: number;
  /** A picture's bytes in base64. */
  readonly picture?: string;
  /** Else its first numbers, as they are in the file. */
  readonly numbers?: readonly number[];
  /** Whether it has more numbers than these. */
  readonly cut?: boolean;
}

export interface JudgedSample extends SampleLook {
  readonly truth: number;
  readonly guess: number;
  /** The likeliest first, the truth among them. */
  readonly likely: readonly Likelihood[];
}

/** An output that tells classes apart. */
export interface JudgedClasses {
  readonly kind: 'classes';
  readonly name: string;
  readonly classNames: readonly string[];
  readonly confusion: Confusion;
  /** The surest mistakes, then the least sure of those that are right. */
  readonly shown: readonly JudgedSample[];
  /** Where each sample has classes at several places, all of which are counted: how many. None is shown then. */
  readonly places?: number;
}

export interface MeasuredSample extends SampleLook {
  /** The first numbers of what is wanted and of what the model gives. */
  readonly target: readonly number[];
  readonly output: readonly number[];
  /** Only with passes: standard deviations of `output`. */
  readonly deviation?: readonly number[];
  /** The mean of the absolute differences. */
  readonly error: number;
  /** Where an output is as large as a sample that is a picture: the output as one. */
  readonly given?: string;
}

/** An output that gives numbers. */
export interface JudgedValues {
  readonly kind: 'values';
  readonly name: string;
  readonly meanAbsoluteError: number;
  readonly rootMeanSquareError: number;
  /** Of one number: the share of the targets' variance that is explained (R²); absent where they do not vary. */
  readonly explained?: number;
  /** Of one number: target and output of samples, of very many only some, evenly spaced. */
  readonly pairs?: readonly (readonly [target: number, output: number])[];
  /** How many numbers the output has for each sample. */
  readonly size: number;
  /** The largest errors first. */
  readonly shown: readonly MeasuredSample[];
}

/** What a trained model makes of samples that it did not learn from, sample by sample. */
export interface EvaluationReport {
  /** By Keras's keys (`loss`, `accuracy` …), without dropout. */
  readonly logs: { readonly [key: string]: number };
  readonly part: 'test' | 'validation';
  readonly samples: number;
  readonly checkpoint: SavedWeights;
  readonly epoch: number;
  /** In words. */
  readonly runtime: string;
  readonly passes?: number;
  /** Whether anything in the model is random: else passes are all the same. */
  readonly random: boolean;
  readonly outputs: readonly (JudgedClasses | JudgedValues)[];
  readonly pictures?: PictureSize;
  /** Of a model with one Input layer: what one sample is, as it is in a file. */
  readonly input?: { readonly shape: readonly number[]; readonly spread: Pick<Spread, 'least' | 'most'> };
}

/** Asks what a run's weights make of one sample. */
export interface SampleRequest extends Omit<EvaluationRequest, 'first'> {
  /** As a file would have them. */
  readonly values: readonly number[];
}

/** Of each output that was judged: for classes the likeliest first, else the numbers. */
export interface SampleAnswer {
  readonly outputs: readonly (
    | { readonly kind: 'classes'; readonly name: string; readonly classNames: readonly string[]; readonly likely: readonly Likelihood[] }
    | { readonly kind: 'values'; readonly name: string; readonly output: readonly number[]; readonly given?: string }
  )[];
}
