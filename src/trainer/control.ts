/** How a run is told to wait, to go on or to end. Each may be called at any time and more than once. */
export interface RunControl {
  pause(): void;
  resume(): void;
  /** What was learned so far is saved; the run then ends. */
  stop(): void;
}

/** A control and what the run reads of it. */
export interface RunSignals extends RunControl {
  readonly paused: boolean;
  /** Aborted by `stop`. */
  readonly stopped: AbortSignal;
  /** Resolves when the run is to go on, or to end. */
  whilePaused(): Promise<void>;
}

export function createControl(): RunSignals {
  const stopping = new AbortController();
  let paused = false;
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
    resume() {
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
