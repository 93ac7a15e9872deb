import { expect, test, vi } from 'vitest';
import { committed } from '../../../../src/host/compare/gitVersion';

const texts = new Map<string, string>();

vi.mock('vscode', () => ({
  workspace: {
    asRelativePath: (uri: string) => uri,
    openTextDocument: (uri: string) => {
      const text = texts.get(uri);
      return text === undefined ? Promise.reject(new Error('no such file')) : Promise.resolve({ getText: () => text });
    },
  },
  extensions: {
    getExtension: () => ({
      activate: () =>
        Promise.resolve({ getAPI: () => ({ getRepository: () => ({}), toGitUri: (uri: string, ref: string) => `${ref} ${uri}` }) }),
    }),
  },
}));

test('a file that is in no commit is told as such, also where git gives an empty text for it', async () => {
  texts.set('HEAD old.layerwise.json', '{}').set('HEAD empty.layerwise.json', '');
  expect((await committed('old.layerwise.json' as never)).getText()).toBe('{}');
  for (const name of ['empty.layerwise.json', 'new.layerwise.json'])
    await expect(committed(name as never)).rejects.toThrow(`${name} is in no commit yet.`);
});
