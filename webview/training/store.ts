/** A state that is read at any time and told of at most once in `interval` milliseconds, sooner where it matters. */
export interface Store<State> {
  readonly get: () => State;
  /** `urgent`: tell at once. */
  readonly set: (next: State, urgent?: boolean) => void;
  readonly subscribe: (listener: () => void) => () => void;
  /** Called at every `set`, for those who keep their own pace. */
  readonly watch: (listener: () => void) => () => void;
  /** What was last told of; stays the same object between two tellings. */
  readonly told: () => State;
}

export function createStore<State>(initial: State, interval: number): Store<State> {
  const listeners = new Set<() => void>();
  const watchers = new Set<() => void>();
  let state = initial;
  let told = initial;
  let toldAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell() {
    clearTimeout(timer);
    timer = undefined;
    [told, toldAt] = [state, performance.now()];
    listeners.forEach((listener) => listener());
  }

  return {
    get: () => state,
    set(next, urgent = false) {
      state = next;
      watchers.forEach((watcher) => watcher());
      const wait = toldAt + interval - performance.now();
      if (urgent || wait <= 0) tell();
      else timer ??= setTimeout(tell, wait);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    told: () => told,
  };
}
