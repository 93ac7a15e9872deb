import type { Engine } from './engineProcess';
import { EngineProblem, type Turn } from './job';

/** Rounds, and about how many seconds each turn in them lasts. */
export interface Plan {
  readonly rounds: number;
  readonly seconds: number;
}

/** Samples per second, or why there is no such number. */
export type Outcome = { readonly samplesPerSecond: number } | { readonly problem: EngineProblem };

/**
 * Engines that are ready take turns: in each round each trains once, and each round begins with another one, so that
 * what else the machine does falls on all of them. The result is the median of an engine's turns.
 */
export async function takeTurns<Name>(engines: ReadonlyMap<Name, Engine>, { rounds, seconds }: Plan): Promise<Map<Name, Outcome>> {
  const speeds = new Map<Name, number[]>([...engines.keys()].map((name) => [name, []]));
  const problems = new Map<Name, EngineProblem>();
  const names = [...engines.keys()];
  for (let round = 0; round < rounds; round++)
    for (let i = 0; i < names.length; i++) {
      const name = names[(round + i) % names.length]!;
      if (problems.has(name)) continue;
      try {
        speeds.get(name)!.push(speedOf(await engines.get(name)!.train(seconds)));
      } catch (error) {
        problems.set(name, error instanceof EngineProblem ? error : new EngineProblem(String(error)));
      }
    }
  return new Map(
    names.map((name) => {
      const problem = problems.get(name);
      return [name, problem ? { problem } : { samplesPerSecond: median(speeds.get(name)!) }];
    }),
  );
}

function speedOf({ samples, seconds, loss }: Turn): number {
  if (!(samples > 0 && seconds > 0)) throw new EngineProblem('It trained nothing in its turn.');
  if (loss === null || !Number.isFinite(loss)) throw new EngineProblem('Its loss is not finite any more, so that its speed says nothing.');
  return samples / seconds;
}

/** Of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
