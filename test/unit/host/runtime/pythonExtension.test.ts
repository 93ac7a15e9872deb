import { expect, test } from 'vitest';
import { chosenPython } from '../../../../src/host/runtime/pythonExtension';

const extension = (resolveEnvironment: (path: unknown) => unknown) => ({
  environments: { getActiveEnvironmentPath: (resource: unknown) => ({ path: resource }), resolveEnvironment },
});

test('is the interpreter that is chosen for the file', async () => {
  const api = extension((environment) =>
    Promise.resolve({ executable: { uri: { fsPath: `${(environment as { path: string }).path}/bin/python` } } }),
  );
  expect(await chosenPython(api, '/work')).toBe('/work/bin/python');
});

test.each([
  ['nothing is exported', undefined],
  ['another API', { settings: {} }],
  ['nothing is chosen', { environments: { getActiveEnvironmentPath: () => undefined } }],
  ['the environment is gone', extension(() => Promise.resolve(undefined))],
  ['it has no interpreter', extension(() => Promise.resolve({ executable: {} }))],
  ['its path is none', extension(() => Promise.resolve({ executable: { uri: { fsPath: 3 } } }))],
  ['it rejects', extension(() => Promise.reject(new Error('busy')))],
  [
    'it throws',
    extension(() => {
      throw new Error('broken');
    }),
  ],
  ['it never answers', extension(() => new Promise(() => undefined))],
])('is not known where %s', async (_, api) => {
  expect(await chosenPython(api)).toBeUndefined();
});
