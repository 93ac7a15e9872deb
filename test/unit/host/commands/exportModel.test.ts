import { expect, test, vi } from 'vitest';
import { exportModel } from '../../../../src/host/commands/exportModel';

const warn = vi.hoisted(() => vi.fn(() => Promise.resolve(undefined)));

vi.mock('vscode', () => ({
  l10n: { t: (text: string) => text },
  workspace: { isTrusted: false },
  window: { showWarningMessage: warn },
}));

test('in a workspace that is not trusted no process reads weights that a design names', async () => {
  const text = JSON.stringify({ layerwise: 1, layers: [], training: { weights: { from: '../../other.safetensors' } } });
  const document = { version: 1, getText: () => text, uri: { path: '/net.layerwise.json', fsPath: '/net.layerwise.json' } };
  const start = vi.fn();
  await exportModel({ document: document as never }, { format: 'h5', file: '/net.h5' }, {} as never, { start } as never);
  expect(warn).toHaveBeenCalledOnce();
  expect(start).not.toHaveBeenCalled();
});
