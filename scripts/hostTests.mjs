// Runs test/host inside a real extension host: desktop VS Code where it can be had, else code-server.
//   node scripts/hostTests.mjs [name…] [--grep text] [--dev]
// A name chooses the files that contain it; --dev tests the tree as it is, without packaging it.
import { runSuites } from './suites.mjs';

await runSuites('host', async () => (await import('../test/workbench/hostRun.mjs')).runHostTests);
