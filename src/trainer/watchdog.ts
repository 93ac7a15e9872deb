import { Worker } from 'node:worker_threads';

const CHECK_EVERY = 1000;

/**
 * Ends this process soon after its parent has gone, even while it is busy in one long computation: a thread of its own
 * looks every second whether the parent still lives, and kills the process when it does not. Returns what ends the watch.
 */
export function watchParent(): () => void {
  const source = `
    const { parentPort } = require('node:worker_threads');
    const parent = ${process.ppid};
    const gone = () => {
      if (process.ppid !== parent) return true;
      try {
        process.kill(parent, 0);
        return false;
      } catch (error) {
        return error.code === 'ESRCH';
      }
    };
    setInterval(() => gone() && process.kill(process.pid, 'SIGKILL'), ${CHECK_EVERY});
  `;
  const worker = new Worker(source, { eval: true, stdout: false, stderr: false });
  worker.unref();
  return () => void worker.terminate();
}
