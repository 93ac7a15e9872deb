import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { collectTexts } from '../../../scripts/l10n.mjs';

const root = path.join(import.meta.dirname, '../../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');

it('every text of package.json can be translated, and none is left over', () => {
  const asked = [...read('package.json').matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key!);
  const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
  expect([...new Set(asked)].sort()).toEqual(Object.keys(texts).sort());
  const { contributes } = JSON.parse(read('package.json')) as { contributes: { commands: { command: string; title: string }[] } };
  expect(contributes.commands.filter(({ title }) => !/^%.+%$/.test(title)).map(({ command }) => command)).toEqual([]);
});

it('the bundle for translators has the texts of the sources', async () => {
  expect(read('l10n/bundle.l10n.json'), 'npm run l10n writes it anew').toBe(await collectTexts());
});
