import type { TargetFacts } from '../core/training/fitting';

/** What is asked for to look at a design's data without training on it. */
export interface PreviewRequest {
  /** Absolute path of the design's file; relative data paths start at its folder. */
  readonly designPath: string;
  readonly designText: string;
  /** Whether a named data set that is not on this machine is to be downloaded; else that is told. */
  readonly download?: boolean;
  /** Where downloaded data sets are kept; default: Keras's own `~/.keras/datasets`. */
  readonly datasetCache?: string;
}

/** A named data set that has to be downloaded first. */
export interface AbsentData {
  readonly absent: string;
  /** Of the download. */
  readonly bytes: number;
  /** Where it will be kept. */
  readonly folder: string;
}

/** Samples for training or for validation. */
export interface PreviewedPart {
  readonly count: number;
  /** How many samples each class has, where targets are classes; for the first output. */
  readonly classes?: readonly number[];
}

/** How a value of the samples is spread. */
export interface Spread {
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  readonly deviation: number;
}

/** One sample as it is in the file, and its target as the design takes it. */
export interface PreviewedSample {
  /** A picture's bytes in base64, `width × height × channels` of them. */
  readonly picture?: string;
  /** Else its first numbers. */
  readonly numbers?: readonly number[];
  readonly target: readonly number[];
}

/** A look at the data that a design trains on. */
export interface DataPreview {
  /** Name of the data set, or of the file of inputs. */
  readonly name: string;
  /** Of one sample, as it is in the file. */
  readonly shape: readonly number[];
  /** Of one target. */
  readonly targetShape: readonly number[];
  readonly targets: TargetFacts;
  /** Where they are numbers: how those of all samples are spread. */
  readonly targetSpread?: Spread;
  readonly training: PreviewedPart;
  readonly validation?: PreviewedPart;
  /** Where samples are pictures: how large they are here, larger ones being made smaller. Channels are 1 or 3. */
  readonly pictures?: { readonly width: number; readonly height: number; readonly channels: number };
  /** The first ones of the training part. */
  readonly samples: readonly PreviewedSample[];
  /** Of the values in the file, and as they go into the model. */
  readonly inFile: Spread;
  readonly intoModel: Spread;
  /** How many samples the spreads are of. */
  readonly looked: number;
  /** The data does not fit the model: why, and what to do. */
  readonly misfit?: { readonly message: string; readonly next?: string };
}
