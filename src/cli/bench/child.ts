import { createInterface } from 'node:readline';
import { Failure } from '../../trainer/failure';
import { EngineProblem, failureLine, type FromEngine, type Job, type ToEngine, type Turn } from './job';

/** An engine inside its process, ready to take turns. */
export interface ReadyEngine {
  readonly about: string;
  train(seconds: number): Promise<Turn>;
}

/** The process of an engine that runs on Node: hears lines, answers each with one, ends when stdin does. */
export async function runEngine(): Promise<void> {
  // stdout is for answers alone.
  console.log = console.error;
  console.info = console.error;
  let engine: ReadyEngine | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await answerTo(JSON.parse(line) as ToEngine);
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  process.exit(0);

  async function answerTo(message: ToEngine): Promise<FromEngine> {
    try {
      if (message.type === 'train') return { type: 'trained', ...(await engine!.train(message.seconds)) };
      engine = await prepare(message.job);
      return { type: 'ready', about: engine.about };
    } catch (error) {
      return { type: 'failed', ...reasonOf(error) };
    }
  }
}

async function prepare(job: Job): Promise<ReadyEngine> {
  switch (job.engine) {
    case 'layerwise-tensorflow':
      return (await import('./ours')).prepareOurs(job, 'tensorflow');
    case 'layerwise-wasm':
      return (await import('./ours')).prepareOurs(job, 'wasm');
    case 'tfjs-node':
      return (await import('./tfjsFit')).prepareTfjs(job, 'tensorflow');
    case 'tfjs-wasm':
      return (await import('./tfjsFit')).prepareTfjs(job, 'wasm');
    case 'keras':
      throw new EngineProblem('Keras does not run on Node.', true);
  }
}

function reasonOf(error: unknown): { reason: string; everywhere: boolean } {
  if (error instanceof EngineProblem) return { reason: error.message, everywhere: error.everywhere };
  if (error instanceof Failure) return { reason: failureLine(error), everywhere: false };
  // tfjs goes on with advice for its own users.
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return { reason: first.replace(/ This may be due to .*:$/, ''), everywhere: false };
}
