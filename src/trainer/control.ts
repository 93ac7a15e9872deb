/** How a run is told to wait, to go on or to end. Each may be called at any time and more than once. */
export interface RunControl {
  pause(): void;
  /** @param designText the design as it is to go on with, where it has changed */
  resume(designText?: string): void;
  /** What was learned so far is saved; the run then ends. */
  stop(): void;
}

/** A control and what the run reads of it. */
export interface RunSignals extends RunControl {
  readonly paused: boolean;
  /** A design that waits to be taken up; `takeChange` takes it away. */
  readonly changed: boolean;
  takeChange(): string | undefined;
  /** Aborted by `stop`. */
  readonly stopped: AbortSignal;
  /** Resolves when the run is to go on, or to end. */
  whilePaused(): Promise<void>;
}

export function createControl(): RunSignals {
  const stopping = new AbortController();
  let paused = false;
  let changedText: string | undefined;
  let goOn: (() => void)[] = [];
  const wake = () => {
    goOn.forEach((resolve) => resolve());
    goOn = [];
  };
  return {
    get paused() {
      return paused;
    },
    stopped: stopping.signal,
    pause() {
      if (!stopping.signal.aborted) paused = true;
    },
    get changed() {
      return changedText !== undefined;
    },
    takeChange() {
      const text = changedText;
      changedText = undefined;
      return text;
    },
    resume(designText) {
      changedText = designText ?? changedText;
      paused = false;
      wake();
    },
    stop() {
      paused = false;
      stopping.abort();
      wake();
    },
    whilePaused: () => (paused ? new Promise((resolve) => goOn.push(resolve)) : Promise.resolve()),
  };
}
