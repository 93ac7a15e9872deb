// Runs test/e2e: a browser drives the real workbench with the extension's package installed in it.
//   node scripts/e2e.mjs [name…] [--grep text] [--dev]
// A name chooses the files that contain it; --dev tests the tree as it is, without packaging it.
import { runSuites } from './suites.mjs';

await runSuites('e2e', async () => (await import('../test/workbench/browserRun.mjs')).runBrowserTests);
