/** What a run is told apart from others by, beyond its name, its state and its score. */
export interface RunFacts {
  /** What a person calls it, where that is not its design's name. */
  readonly label?: string;
  /** What they wrote about it. */
  readonly remark?: string;
  /** Epochs that have ended. */
  readonly epochs: number;
  /** Of training, the time between its parts left out; absent where that is not known. */
  readonly seconds?: number;
  readonly parameters: number;
  /** The best of all epochs, by Keras's key; a column of the table for each. */
  readonly results: { readonly [key: string]: number };
  /** Settings that are not the same in all runs, by their place in the design: `optimizer.learning_rate`. */
  readonly settings: { readonly [place: string]: number | string };
}
