// Runs mocha suites the same way in the extension host and in the process that drives the browser.
import { writeFileSync } from 'node:fs';

/**
 * @param {object} options
 * @param {string[]} options.files absolute paths
 * @param {string} options.results where the counts are written once the run is over; without that file a run does not count
 * @param {string} [options.grep]
 * @param {import('mocha').RootHookObject} [options.rootHooks]
 * @returns {Promise<void>} rejects when a test failed or none ran
 */
export async function runMocha({ files, results, grep, rootHooks }) {
  // Loaded here, since mocha keeps the console that it finds, and the extension host has to put its own in place first.
  const { default: Mocha } = await import('mocha');
  // What never ends is ended; what a busy machine takes its time for is not.
  const mocha = new Mocha({
    ui: 'tdd',
    timeout: 240_000,
    slow: 5000,
    color: false,
    reporter: 'spec',
    rootHooks,
    ...(grep ? { grep } : {}),
  });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const counts = { passed: 0, failed: /** @type {string[]} */ ([]), skipped: /** @type {string[]} */ ([]) };
  await new Promise((resolve) => {
    mocha
      .run(resolve)
      .on('pass', () => counts.passed++)
      .on('fail', (test, error) => counts.failed.push(named(test.fullTitle(), error)))
      .on('pending', (test) => counts.skipped.push(test.fullTitle()));
  });
  writeFileSync(results, JSON.stringify(counts));
  if (counts.passed + counts.failed.length + counts.skipped.length === 0) throw new Error('No test ran.');
  if (counts.failed.length > 0) throw new Error(`${counts.failed.length} failed.`);
}

/**
 * A test that failed and why, in a few lines: a log of which only the end is kept still says what to look at.
 * @param {string} name
 * @param {{ message?: string } | undefined} error
 */
export function named(name, error) {
  const lines = (error?.message ?? '').split('\n').filter((line) => line.trim() !== '');
  return [name, ...lines.slice(0, 12).map((line) => `    ${line.slice(0, 200)}`)].join('\n');
}
