import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hold } from '../../../src/machine/hold';
import { isAlive, processMark } from '../../../src/machine/isAlive';

const folder = mkdtempSync(path.join(os.tmpdir(), 'layerwise-hold-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => path.join(folder, name);
const refused = (holder: number) => new Error(`held by ${holder}`);

describe('a held file', () => {
  it('is held by one alone, until it lets go', async () => {
    const release = await hold(at('one'), refused);
    await expect(hold(at('one'), refused)).rejects.toThrow(`held by ${process.pid}`);
    await release();
    expect(existsSync(at('one'))).toBe(false);
    await (
      await hold(at('one'), refused)
    )();
  });

  it('is held by one alone where many take over what a dead process has left', async () => {
    writeFileSync(at('many'), JSON.stringify({ pid: 2 ** 22 - 7, since: Date.now(), file: '1' }));
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => hold(at('many'), refused)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('stays held where it is moved, and a copy of it holds nothing', async () => {
    await hold(at('moving'), refused);
    renameSync(at('moving'), at('moved'));
    await expect(hold(at('moved'), refused)).rejects.toThrow('held by');
    copyFileSync(at('moved'), at('copy'));
    await expect(hold(at('copy'), refused)).resolves.toBeTypeOf('function');
  });

  it('does not take away what another has taken over', async () => {
    const release = await hold(at('taken'), refused);
    writeFileSync(at('taken'), 'of another');
    await release();
    expect(readFileSync(at('taken'), 'utf8')).toBe('of another');
  });
});

describe.skipIf(process.platform !== 'linux')('a process that was noted', () => {
  const { pid } = process;
  const mark = processMark(pid)!;

  it('is told from a later one of the same number', () => {
    expect(isAlive({ pid, since: Date.now(), mark })).toBe(true);
    const [boot, began] = mark.split('/') as [string, string];
    expect(isAlive({ pid, since: Date.now(), mark: `${boot}/${Number(began) - 1}` })).toBe(false);
    expect(isAlive({ pid, since: Date.now(), mark: `another-start/${began}` })).toBe(false);
  });

  it('is known whatever the clock was set to since', () => {
    // Noted before the machine was started, as the clock has it now.
    expect(isAlive({ pid, since: 1000, mark })).toBe(true);
    expect(isAlive({ pid, since: 1000 })).toBe(false);
  });

  it('is gone once it has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
    const noted = { pid: child.pid!, since: Date.now(), mark: processMark(child.pid!)! };
    expect(isAlive(noted)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(noted)).toBe(false);
  });
});
