import type { LayoutAnswer, LayoutRequest } from '../layoutWorker';
import { chainPlacement, simplePlacement, withoutSkips, type Placement, type Structure } from './layout';

/** A graph whose layout takes longer than this gets the simple one; the exact one replaces it when it comes. */
const PATIENCE = 700;

export interface LayoutClient {
  /** A placement at once, where that needs no worker. */
  now(structure: Structure): Placement | undefined;
  /** Calls back once or twice (a simple placement first where the exact one is slow); the last request wins. */
  request(structure: Structure, done: (placement: Placement) => void): void;
}

/**
 * Lays out in a worker. A webview may not start a worker from an address of another origin, so the script is fetched
 * and started from a blob.
 */
export function createLayoutClient(workerAddress: string | undefined): LayoutClient {
  const worker = startWorker(workerAddress);
  let last = 0;
  let waiting: ((answer: LayoutAnswer) => void) | undefined;
  void worker.then((started) => started?.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => waiting?.(data)));
  return {
    now: (structure) => chainPlacement(withoutSkips(structure)),
    request: (structure, done) => {
      const id = ++last;
      const simple = (): void => {
        if (id === last) done(simplePlacement(structure));
      };
      const timer = setTimeout(simple, PATIENCE);
      waiting = (answer) => {
        if (answer.id !== last) return;
        clearTimeout(timer);
        done(answer.placement ?? simplePlacement(structure));
      };
      void worker.then((started) => (started ? started.postMessage({ id, structure } satisfies LayoutRequest) : simple()));
    },
  };
}

async function startWorker(address: string | undefined): Promise<Worker | undefined> {
  if (address === undefined) return undefined;
  try {
    const script = await (await fetch(address)).blob();
    return new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  } catch {
    return undefined;
  }
}
