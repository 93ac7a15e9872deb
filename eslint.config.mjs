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
/** Attributes with words. */
const spoken = 'JSXAttribute[name.name=/^(title|label|placeholder|aria-label|aria-valuetext|summary|what|alt)$/]';
const words = ':matches(Literal[value=/[A-Za-z]{2,}/], TemplateLiteral:has(> TemplateElement[value.raw=/[A-Za-z]{2,}/]))';
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
  {
    // What a person reads or hears. Words in it go through l10n, so that they can be translated.
    files: ['webview/**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          ':not(JSXElement[openingElement.name.name=/^(code|kbd)$/]) > JSXText[value=/[A-Za-z]{2,}/]',
          `${spoken} > ${words}`,
          ...[`${spoken} > JSXExpressionContainer`, 'JSXElement > JSXExpressionContainer'].flatMap((place) => [
            `${place} > ${words}`,
            `${place} > ConditionalExpression > ${words}`,
            `${place} > LogicalExpression > ${words}.right`,
          ]),
        ].map((selector) => ({ selector, message: "Texts go through l10n.t: import * as l10n from '@vscode/l10n'." })),
      ],
    },
  },
  prettier,
);
