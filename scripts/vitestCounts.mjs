// A reporter of vitest that writes what `npm test` adds up: how many passed, and each test that failed or was skipped, with
// the reason.
import { writeFileSync } from 'node:fs';
import { named } from '../test/workbench/mocha.mjs';

export default class Counts {
  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: errors.map((error) => named('outside of tests', error)), skipped: [] };
    for (const module of modules) {
      // A file that cannot be loaded has errors and no tests.
      counts.failed.push(...module.errors().map((error) => named(module.relativeModuleId, error)));
      for (const test of module.children.allTests()) {
        const { state, note, errors: reasons } = test.result();
        if (state === 'skipped') counts.skipped.push(note ? `${test.fullName}: ${note}` : test.fullName);
        else if (state === 'passed') counts.passed++;
        else counts.failed.push(named(`${module.relativeModuleId} > ${test.fullName}`, reasons?.[0]));
      }
    }
    if (process.env.LAYERWISE_RESULTS) writeFileSync(process.env.LAYERWISE_RESULTS, JSON.stringify(counts));
  }
}
