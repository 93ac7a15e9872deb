// A reporter of vitest that writes what `npm test` adds up: counts, and each skipped test with its reason.
import { writeFileSync } from 'node:fs';

export default class Counts {
  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: errors.length, skipped: [] };
    for (const module of modules) {
      // A file that cannot be loaded has errors and no tests.
      counts.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        if (state === 'skipped') counts.skipped.push(note ? `${test.fullName}: ${note}` : test.fullName);
        else counts[state === 'passed' ? 'passed' : 'failed']++;
      }
    }
    if (process.env.LAYERWISE_RESULTS) writeFileSync(process.env.LAYERWISE_RESULTS, JSON.stringify(counts));
  }
}
