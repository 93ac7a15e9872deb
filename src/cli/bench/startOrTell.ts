import type { RuntimeName, RuntimeReport } from '../../core/training/events';
import type { Places } from '../../protocol/places';
import { Failure } from '../../trainer/failure';
import { startRuntime } from '../../trainer/runtime/runtime';
import { EngineProblem } from './job';

/** Starts one of our runtimes. Where it can't be had, the engine can't train anything. */
export async function startOrTell(runtime: RuntimeName, places: Places): Promise<RuntimeReport> {
  try {
    return await startRuntime(runtime, places);
  } catch (error) {
    throw new EngineProblem(
      error instanceof Failure ? (error.details.reason ?? error.message).replace(`${runtime}: `, '') : String(error),
      true,
    );
  }
}
