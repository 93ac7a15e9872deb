// What a long set-up prints: a line when a step begins, its time when it ends. Node's own modules only: this runs before `npm ci`.
import { spawn } from 'node:child_process';

/** `1.2 s`, `2 min 5 s`. */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** Does the work, printing what is done before it and how long it took after it. */
export async function step(title, work) {
  const start = performance.now();
  process.stdout.write(`• ${title} …\n`);
  const result = await work();
  process.stdout.write(`  ${duration(performance.now() - start)}\n`);
  return result;
}

/**
 * Runs a program; its output is kept and shown only when it fails, unless `show` is set.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} options
 * @returns {Promise<string>} what it printed
 */
export function run(program, args, { cwd, env, show = false } = {}) {
  return new Promise((resolve, reject) => {
    // npm is a .cmd file on Windows, which only a shell starts.
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    // Before other listeners, which may remove the folder that it writes to.
    const stop = () => child.kill();
    process.prependListener('exit', stop);
    let output = '';
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.on('error', (error) => reject(new Error(`${program} could not be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      process.off('exit', stop);
      if (code === 0) resolve(output);
      else reject(new Error(`\`${[program, ...args].join(' ')}\` ended with ${signal ?? code}${output && `:\n${output.slice(-4000)}`}`));
    });
  });
}
