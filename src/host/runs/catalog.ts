import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Design } from '../../core/document';
import { parseDesign } from '../../core/parse';
import type { RunState } from '../../core/training/run';
import { runSettings, type RunSettings } from '../../core/training/runSettings';
import { RUN_FILES, type RunLabel, type RunRecord } from '../../protocol/runFolder';
import type { RunEntry } from '../../protocol/training';
import { designDifference } from './designDifference';
import { isActive } from './run';
import { differing, runFacts } from './runFacts';
import { labelTime, readLabel } from './runLabel';
import { beganAt, readRecord, readRun, recordTime, RUNS_FOLDER, untoldEnd, writeEnd } from './runFolder';
import { bestScore, historyOf } from './score';

/** A run as the list shows it, and where its design is. */
export interface ListedRun extends RunEntry {
  readonly designPath: string;
}

interface Kept {
  readonly time: number;
  readonly record: RunRecord;
  readonly history: { readonly [key: string]: readonly number[] };
  readonly design: Design | undefined;
  readonly settings: RunSettings;
  readonly label: RunLabel;
  /** When it was written; 0: there is none. */
  readonly labelled: number;
}

/**
 * The runs that lie in folders, whoever made them. Reads a record only when it has changed. A record that says its run
 * goes on although its process is gone is set right.
 */
export class RunCatalog {
  private readonly kept = new Map<string, Kept>();

  /**
   * `bases`: folders that hold a `.layerwise/runs`. `owned`: the state of a run that this editor itself keeps, by
   * folder; such a run is left to the editor.
   */
  constructor(
    private readonly bases: () => readonly string[],
    private readonly owned: (folder: string) => RunState | undefined,
    /** Where a design is that was in this place at this time. */
    private readonly designNow = (designPath: string, _time: number): string => designPath,
  ) {}

  /** Newest first. */
  async list(): Promise<readonly ListedRun[]> {
    const folders = (await Promise.all([...new Set(this.bases())].map(runFolders))).flat();
    for (const folder of this.kept.keys()) if (!folders.includes(folder)) this.kept.delete(folder);
    const found: (Kept & { folder: string })[] = [];
    for (const folder of folders) {
      const kept = await this.look(folder);
      if (kept) found.push({ ...kept, folder });
    }
    found.sort((a, b) => a.record.startedAt.localeCompare(b.record.startedAt));
    const before = new Map<string, Design>();
    const settings = differing(found.map((kept) => kept.settings));
    const runs = found.map(({ folder, record, history, design, label }, i): ListedRun => {
      const designPath = this.designNow(record.designPath, beganAt(record));
      const last = before.get(designPath);
      const note = last && design && designDifference(last, design);
      if (design) before.set(designPath, design);
      const state = this.owned(folder);
      const { id, name, startedAt } = record;
      const now = bestScore(state ? historyOf(state) : history);
      return {
        id,
        name,
        folder,
        phase: state?.phase ?? record.phase,
        startedAt,
        designPath,
        ...(now && { score: now }),
        ...(note && { note }),
        ...(label.name !== undefined && { label: label.name }),
        ...(label.remark !== undefined && { remark: label.remark }),
        ...runFacts(record, history, state),
        settings: settings[i] ?? {},
      };
    });
    return runs.reverse();
  }

  private async look(folder: string): Promise<Kept | undefined> {
    const time = await recordTime(folder);
    if (time === undefined) return undefined;
    const kept = this.kept.get(folder);
    const fresh = kept?.time === time && !isActive(kept.record) ? kept : await this.lookAgain(folder, time, kept);
    if (!fresh) return undefined;
    const labelled = await labelTime(folder);
    const now = kept && kept.labelled === labelled ? fresh : { ...fresh, labelled, label: await readLabel(folder) };
    this.kept.set(folder, now);
    return now;
  }

  private async lookAgain(folder: string, time: number, kept: Kept | undefined): Promise<Kept | undefined> {
    const record = await this.trueRecord(folder);
    if (!record) return undefined;
    const history = this.owned(folder) ? {} : (record.history ?? (await historyInFolder(folder)));
    // A run that has taken up changes has written its design anew.
    const same = kept && kept.record.changes?.length === record.changes?.length;
    const design = same ? kept.design : await readDesign(folder);
    const settings = same ? kept.settings : design ? runSettings(design) : {};
    return { time, record, history, design, settings, label: kept?.label ?? {}, labelled: kept?.labelled ?? 0 };
  }

  private async trueRecord(folder: string): Promise<RunRecord | undefined> {
    const record = await readRecord(folder);
    const end = record && !this.owned(folder) ? await untoldEnd(folder, record) : undefined;
    if (!record || !end) return record;
    // Where it cannot be written, it is told all the same.
    await writeEnd(folder, end).catch(() => undefined);
    return { ...record, ...end };
  }
}

async function runFolders(base: string): Promise<string[]> {
  const runs = path.join(base, RUNS_FOLDER);
  const entries = await readdir(runs, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(runs, name));
}

async function historyInFolder(folder: string): Promise<{ readonly [key: string]: readonly number[] }> {
  try {
    const state = await readRun(folder);
    return state ? historyOf(state) : {};
  } catch {
    return {}; // Its events are not as training writes them: it is listed without values.
  }
}

async function readDesign(folder: string): Promise<Design | undefined> {
  const text = await readFile(path.join(folder, RUN_FILES.design), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseDesign(text).written;
}
