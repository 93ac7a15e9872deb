// Type-aware rules, and who may import whom (docs/architecture.md).
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import ts from 'typescript-eslint';

const node = ['node:*', 'fs', 'fs/*', 'path', 'os', 'child_process', 'worker_threads', 'crypto', 'zlib'];
const tfjs = ['@tensorflow/*'];
const nodeGlobals = [
  ...['process', 'console', 'performance', 'Buffer', 'URL', 'URLSearchParams', 'fetch', 'AbortSignal'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'TextDecoder', 'TextEncoder'],
];
const readonly = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));
const layer = (files, forbidden, reason, ...more) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group: forbidden, message: reason }, ...more] }] },
});

export default ts.config(
  { ignores: ['src/trainer/kernels/assembly/', 'dist/', 'out/', '.tsbuild/', '.cache/', 'node_modules/', '**/*.cjs'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: readonly(nodeGlobals) } },
  // Parts of it run in the page of the workbench.
  { files: ['test/workbench/*.mjs'], languageOptions: { globals: readonly(['window', 'document']) } },
  layer(
    ['src/core/**'],
    ['vscode', ...node, ...tfjs, '**/protocol/**', '**/machine/**', '**/host/**', '**/trainer/**', '**/cli/**', '**/webview/**'],
    'core imports nothing of a platform and nothing of the other layers',
  ),
  layer(
    ['src/protocol/**'],
    ['vscode', ...node, ...tfjs, '**/machine/**', '**/host/**', '**/trainer/**', '**/cli/**', '**/webview/**'],
    'protocol imports types of core only',
  ),
  layer(
    ['src/machine/**'],
    ['vscode', ...tfjs, '**/host/**', '**/trainer/**', '**/cli/**', '**/webview/**'],
    'machine imports core, protocol and node: host, trainer and cli share it',
  ),
  layer(
    ['webview/**'],
    ['vscode', ...node, ...tfjs, '**/machine/**', '**/host/**', '**/trainer/**', '**/cli/**'],
    'a webview imports core and protocol',
  ),
  layer(
    ['src/host/**'],
    [...tfjs, '**/trainer/**', '**/cli/**', '**/webview/**'],
    'the host imports core, protocol, machine, node and vscode',
  ),
  layer(['src/trainer/**'], ['vscode', '**/host/**', '**/cli/**'], 'the trainer imports core, protocol, machine, node and tfjs', {
    // Pictures of graphs are data, and written to files too: webview/graph.tsconfig.json holds them to that.
    regex: 'webview/(?!designer/graph/)',
    message: 'of the webviews the trainer imports the pictures of graphs alone',
  }),
  layer(['src/cli/**'], ['vscode', '**/host/**', '**/webview/**'], 'the terminal imports core, protocol, machine, trainer, node and tfjs'),
  prettier,
);
