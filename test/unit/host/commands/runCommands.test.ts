import { beforeEach, expect, test, vi } from 'vitest';
import { deleteRuns } from '../../../../src/host/commands/runCommands';

const editor = vi.hoisted(() => ({ asked: [] as string[], deleted: [] as string[] }));

vi.mock('vscode', () => ({
  l10n: { t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)])) },
  Uri: { file: (path: string) => path },
  workspace: {
    fs: {
      delete: (path: string, { useTrash }: { useTrash: boolean }) => {
        if (useTrash && path.endsWith('b')) return Promise.reject(new Error('there is no trash there'));
        editor.deleted.push(path);
        return Promise.resolve();
      },
    },
  },
  window: {
    showInformationMessage: (message: string) => Promise.resolve(void editor.asked.push(message)),
    showWarningMessage: (message: string, _: unknown, sure: string) => {
      editor.asked.push(message);
      return Promise.resolve(sure);
    },
  },
}));

beforeEach(() => (editor.asked.length = editor.deleted.length = 0));

test('one that goes on is not deleted, and it is said why', async () => {
  const runs = [{ id: 'a', name: 'net', folder: '/runs/a', phase: 'running' }];
  expect(await deleteRuns(runs as never, { refreshSoon: vi.fn() } as never)).toEqual([]);
  expect(editor.asked).toEqual(['This run of net goes on. Stop it before you delete it.']);
  expect(editor.deleted).toEqual([]);
});

test('all runs that are selected are deleted after one question, and those without a trash after one more', async () => {
  const refreshSoon = vi.fn();
  const runs = ['a', 'b', 'c'].map((id) => ({ id, name: 'net', folder: `/runs/${id}` }));
  const gone = await deleteRuns(runs as never, { refreshSoon } as never);
  expect(gone.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(editor.asked).toEqual(['Delete these 3 runs?', 'The run could not be moved to the trash.']);
  expect(editor.deleted).toEqual(['/runs/a', '/runs/c', '/runs/b']);
  expect(refreshSoon).toHaveBeenCalledOnce();
});
