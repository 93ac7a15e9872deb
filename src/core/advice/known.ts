/** What is known beside the design itself, where advice is given. */
export interface Known {
  /** Bytes that a run may hold on this machine. */
  readonly memory?: number;
  /** The learning rate at which the loss was lowest in the last range test of this design. */
  readonly lowestLoss?: number;
}

export const NOTHING_KNOWN: Known = {};
