import type { RunOptions } from './trainer';

/** What is asked of a learning-rate range test. */
export interface RateSearch extends Pick<
  RunOptions,
  'designPath' | 'designText' | 'runtime' | 'places' | 'seed' | 'limit' | 'datasetCache'
> {
  /** The first rate; default 1e-6. */
  readonly least?: number;
  /** The last one, where the loss has not climbed before; default 10. */
  readonly most?: number;
  /** Default 200. */
  readonly steps?: number;
}
