import { Worker } from 'node:worker_threads';
import { memoryLimitLine } from '../protocol/memoryLimit';

const CHECK_EVERY = 500;

/**
 * Ends this process soon after its parent has gone, even while it is busy in one long computation. Returns what ends the
 * watch.
 */
export const watchParent = (): (() => void) => watch({ parent: process.ppid });

/**
 * Ends this process soon after it holds more memory than `limit` MB, with a last line on stderr that says so. What a
 * machine without memory does is worse: it stands still, or ends something else. Returns what ends the watch.
 */
export const limitMemory = (limit: number): (() => void) => watch({ limit });

/** What the thread looks after; what is not there it does not look at. */
interface Watched {
  readonly parent?: number;
  /** MB */
  readonly limit?: number;
}

const watched = new Set<Watched>();
let worker: Worker | undefined;

/** One thread does all watching: it goes on while the main thread computes. */
function watch(what: Watched): () => void {
  watched.add(what);
  update();
  return () => {
    if (watched.delete(what)) update();
  };
}

function update(): void {
  if (watched.size === 0) {
    void worker?.terminate();
    worker = undefined;
    return;
  }
  worker ??= start();
  worker.postMessage(Object.assign({}, ...watched));
}

function start(): Worker {
  const source = `
    const { writeSync } = require('node:fs');
    const { parentPort } = require('node:worker_threads');
    const line = ${JSON.stringify(memoryLimitLine('HELD', 'LIMIT'))};
    let watched = {};
    parentPort.on('message', (message) => (watched = message));
    const gone = (parent) => {
      if (process.ppid !== parent) return true;
      try {
        process.kill(parent, 0);
        return false;
      } catch (error) {
        return error.code === 'ESRCH';
      }
    };
    const end = () => process.kill(process.pid, 'SIGKILL');
    setInterval(() => {
      const { parent, limit } = watched;
      if (parent !== undefined && gone(parent)) return end();
      const held = Math.ceil(process.memoryUsage.rss() / 2 ** 20);
      if (limit === undefined || held <= limit) return;
      try {
        writeSync(2, line.replace('HELD', held).replace('LIMIT', limit) + '\\n');
      } catch {}
      end();
    }, ${CHECK_EVERY});
  `;
  const made = new Worker(source, { eval: true, stdout: false, stderr: false });
  made.unref();
  return made;
}
