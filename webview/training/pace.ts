/**
 * Share of one core's time that a page may take to show what training tells, for each core: on a machine with two cores a
 * hundredth of one. Drawing takes about as much again in other threads of the editor.
 */
const SHARE_PER_CORE = 0.005;
/** Milliseconds. Faster than five times a second nobody reads numbers; slower than once a second a curve does not look alive. */
const [SHORTEST, LONGEST] = [200, 1000];
/** The middle of so many costs counts: one that was held up does not. */
const MEASURED = 9;

/** How long to wait between two tellings of which each takes `cost` milliseconds, in milliseconds. */
export function paceFor(cost: number, cores: number): number {
  const fit = cost / (SHARE_PER_CORE * cores);
  return Math.min(LONGEST, Math.max(SHORTEST, Math.ceil(fit / 50) * 50));
}

/**
 * Measures what it takes to show news, from the message to the end of the frame, and tells the pace that fits when it has
 * changed. Returns what news are to be taken in by.
 */
export function keepPace(tell: (milliseconds: number) => void, cores = navigator.hardwareConcurrency): (take: () => void) => void {
  let costs: readonly number[] = [];
  let told = SHORTEST;
  let measuring = false;

  function measured(cost: number) {
    costs = [...costs, cost].slice(-MEASURED);
    // The first drawings of a page take longer than any later one.
    if (costs.length < 3) return;
    const pace = paceFor(costs.toSorted((a, b) => a - b)[(costs.length - 1) >> 1]!, cores);
    if (Math.abs(pace - told) >= told / 5) tell((told = pace));
  }
  return (take) => {
    const arrived = performance.now();
    if (measuring || document.hidden) return take();
    measuring = true;
    let taking = 0;
    // Asked for before anybody else's: it is the first thing in the frame.
    requestAnimationFrame(() => {
      const begun = performance.now();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        measuring = false;
        port1.close();
        measured(taking + performance.now() - begun);
      };
      port2.postMessage(undefined);
    });
    take();
    // React renders in a microtask that it has asked for by now.
    queueMicrotask(() => (taking = performance.now() - arrived));
  };
}
