import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { EngineProblem, type FromEngine, type Job, type ToEngine, type Turn } from './job';

/** How an engine's process is started. */
export interface EngineCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** An engine as the bench sees it. What it promises rejects with an `EngineProblem`. */
export interface Engine {
  /** Builds, compiles and warms up; resolves with what the engine is, with versions. */
  prepare(job: Job): Promise<string>;
  /** Trains for about so many seconds, then waits again. */
  train(seconds: number): Promise<Turn>;
  /** Resolves once its process is gone. */
  end(): Promise<void>;
}

/** Milliseconds that an engine may take to get ready, and beyond its time in a turn: the slowest model on the slowest engine. */
const PATIENCE = { prepare: 300_000, train: 120_000 };
const LINES_KEPT = 20;

/** Starts the process of an engine. `cwd`: an empty folder, where nothing can be taken for a module of the engine's. */
export function startEngine({ program, args, env }: EngineCommand, cwd: string): Engine {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  const complaints: string[] = [];
  let waiting: { resolve: (answer: FromEngine) => void; reject: (problem: EngineProblem) => void } | undefined;
  let gone: EngineProblem | undefined;

  const lose = (problem: EngineProblem) => {
    gone ??= problem;
    waiting?.reject(gone);
    waiting = undefined;
  };
  child.on('error', (error) => lose(new EngineProblem(`${program} could not be started: ${error.message}.`, true)));
  child.on('close', (code, signal) => lose(new EngineProblem(endOf(code, signal, complaints))));
  // What is told to a process that has just died is lost, and no error of ours.
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stderr }).on('line', (line) => {
    complaints.push(line);
    if (complaints.length > LINES_KEPT) complaints.shift();
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = readAnswer(line);
    if (!answer) return;
    waiting?.resolve(answer);
    waiting = undefined;
  });

  const ask = async (message: ToEngine, milliseconds: number): Promise<FromEngine> => {
    if (gone) throw gone;
    const timer = setTimeout(() => {
      lose(new EngineProblem(`It did not answer within ${Math.round(milliseconds / 1000)} s.`));
      child.kill('SIGKILL');
    }, milliseconds);
    try {
      const answer = await new Promise<FromEngine>((resolve, reject) => {
        waiting = { resolve, reject };
        child.stdin.write(`${JSON.stringify(message)}\n`);
      });
      if (answer.type === 'failed') throw new EngineProblem(answer.reason, answer.everywhere);
      return answer;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    async prepare(job) {
      const answer = await ask({ type: 'prepare', job }, PATIENCE.prepare);
      return answer.type === 'ready' ? answer.about : '';
    },
    async train(seconds) {
      const answer = await ask({ type: 'train', seconds }, PATIENCE.train + seconds * 1000);
      if (answer.type !== 'trained') throw new EngineProblem('It did not say what it trained.');
      return answer;
    },
    end: () => endProcess(child),
  };
}

/** Everything else that is printed is no answer. */
function readAnswer(line: string): FromEngine | undefined {
  try {
    const answer = JSON.parse(line) as FromEngine;
    return typeof answer === 'object' && answer !== null && typeof answer.type === 'string' ? answer : undefined;
  } catch {
    return undefined;
  }
}

function endOf(code: number | null, signal: NodeJS.Signals | null, complaints: readonly string[]): string {
  const how = signal ? `It was ended by ${signal}.` : `It ended with ${code}.`;
  const last = complaints.findLast((line) => line.trim() !== '');
  return last ? `${how} Its last words: ${last.trim()}` : how;
}

async function endProcess(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await once(child, 'close');
  clearTimeout(timer);
}
