import { inWords } from '../../core/failure';
import type { Places } from '../../protocol/places';
import { storageFolder } from '../storage';
import { addonsFor } from './addon';
import { isRejected, lookForTensorflow, type FoundTensorflow, type Rejected } from './find';
import { loadable, type Loadable } from './load';
import { tryLoading } from './trial';

/** A TensorFlow that has been seen to load on this machine. */
export interface ReadyTensorflow {
  readonly found: FoundTensorflow;
  readonly loadable: Loadable;
}

export interface Readiness {
  readonly ready?: ReadyTensorflow;
  /** All that was looked at before it. */
  readonly rejected: readonly Rejected[];
}

/** Finds the first TensorFlow that loads; the addon is built where it has to be. */
export async function readyTensorflow(places: Places): Promise<Readiness> {
  const storage = places.storage ?? storageFolder();
  const rejected: Rejected[] = [];
  for await (const one of lookForTensorflow(places)) {
    if (isRejected(one)) {
      rejected.push(one);
      continue;
    }
    const result = await makeReady(one, storage);
    if (typeof result !== 'string') return { ready: { found: one, loadable: result }, rejected };
    rejected.push({ what: describeFound(one), reason: result });
  }
  return { rejected };
}

/** Its addon, one that loads; or why there is none. */
async function makeReady(found: FoundTensorflow, storage: string): Promise<Loadable | string> {
  const reasons: string[] = [];
  try {
    for await (const addon of addonsFor(found, storage)) {
      const what = loadable(found, addon);
      const problem = await tryLoading(what, storage).then(
        () => undefined,
        (error: unknown) => inWords(error),
      );
      if (problem === undefined) return what;
      reasons.push(problem);
    }
  } catch (error) {
    reasons.push(inWords(error));
  }
  return reasons.join(' ');
}

/** `Python's TensorFlow 2.21.0 in /home/a/.venv/lib/…/tensorflow`. */
export function describeFound({ source, version, folder }: FoundTensorflow): string {
  return source === 'npm' ? `npm's tfjs-node in ${folder}` : `Python's TensorFlow${version ? ` ${version}` : ''} in ${folder}`;
}
