import type { LayoutAnswer, LayoutRequest } from '../layoutWorker';
import { chainPlacement, simplePlacement, withoutSkips, type Placement, type Structure } from './layout';
import { piecesPlacement } from './piecesPlacement';
import { tableOf } from './tables';

/** A graph whose layout takes longer than this gets the simple one; the exact one replaces it when it comes. */
const PATIENCE = 700;
/** What takes longer is given up: a layout that comes after so long a time only takes the graph out of a person's sight. */
const LONGEST = 20_000;

export interface LayoutClient {
  /** A placement at once, where that needs no worker; what was requested before is not wanted any more. */
  now(structure: Structure): Placement | undefined;
  /** Calls back once or twice (a simple placement first where the exact one is slow); the last request wins. */
  request(structure: Structure, done: (placement: Placement) => void): void;
}

/**
 * Lays out in a worker. A webview may not start a worker from an address of another origin, so the script is fetched
 * and started from a blob. A request that is not wanted any more is ended with its worker.
 */
export function createLayoutClient(workerAddress: string | undefined): LayoutClient {
  const script = fetchScript(workerAddress);
  let idle: Worker | undefined;
  let cancel = (): void => undefined;
  const ready = async (): Promise<Worker | undefined> => {
    const address = await script;
    const worker = idle;
    idle = undefined;
    return worker ?? startWorker(address);
  };
  return {
    now: (structure) => {
      const placement = chainPlacement(structure) ?? branchedPlacement(structure);
      if (placement) cancel();
      return placement;
    },
    request: (structure, done) => {
      cancel();
      let wanted = true;
      let worker: Worker | undefined;
      const simple = (): void => void (wanted && done(simplePlacement(structure)));
      const patience = setTimeout(simple, PATIENCE);
      const end = (kept: boolean): void => {
        wanted = false;
        clearTimeout(patience);
        clearTimeout(longest);
        if (kept) idle = worker;
        else worker?.terminate();
      };
      const longest = setTimeout(() => end(false), LONGEST);
      cancel = () => wanted && end(false);
      void ready().then((started) => {
        worker = started;
        if (!wanted) return worker?.terminate();
        if (!worker) return simple();
        worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => {
          if (!wanted) return;
          end(true);
          done(data.placement ? tableOf(data.placement) : simplePlacement(structure));
        };
        worker.postMessage({ structure } satisfies LayoutRequest);
      });
    },
  };
}

function branchedPlacement(structure: Structure): Placement | undefined {
  const plain = withoutSkips(structure);
  return chainPlacement(plain) ?? piecesPlacement(plain);
}

function startWorker(address: string | undefined): Worker | undefined {
  try {
    return address === undefined ? undefined : new Worker(address);
  } catch {
    return undefined; // The page may not start workers: the simple placement has to do.
  }
}

/** The address of a blob with the script. */
async function fetchScript(address: string | undefined): Promise<string | undefined> {
  if (address === undefined) return undefined;
  try {
    return URL.createObjectURL(new Blob([await (await fetch(address)).blob()], { type: 'text/javascript' }));
  } catch {
    return undefined;
  }
}
