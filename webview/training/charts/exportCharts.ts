import * as l10n from '@vscode/l10n';
import type { ChartsFormat, RunEntry } from '../../../src/protocol/training';
import { rasterize } from '../../shared/rasterize';
import { logTickLabels, rate, tickLabels } from '../format';
import type { PanelState } from '../panelState';
import { chartsSvg, type PictureChart, type PictureRun } from './chartsSvg';
import { runNote } from '../runs/entries';
import { curvesCsv } from './curvesCsv';
import { metricLook } from './metric';
import { readScene } from './scene';
import { createBatchLine, metricData, rateData, type Drawn, type Scene } from './series';

/** Columns that batches are reduced to. */
const COLUMNS = 720;

/** What is in the charts as a file: a picture as they are looked at, or all epochs of the runs. Rejects with a sentence. */
export async function exportCharts(panel: PanelState, format: ChartsFormat): Promise<string | Uint8Array> {
  const scene = readScene(panel);
  const runs = [...(scene.shown ? [scene.shown] : []), ...scene.compared];
  if (format === 'csv') return curvesCsv(runs);
  const keys = keysOf(runs, panel.runs);
  const svg = chartsSvg(pictures(scene), keys, l10n.t`Training: ${keys.map(({ title }) => title).join(', ')}`);
  return format === 'svg' ? svg : rasterize(svg);
}

/** Runs of the same name are told apart by what was changed for them, or when they were. */
function keysOf(runs: readonly Drawn[], entries: readonly RunEntry[]): PictureRun[] {
  const nameOf = ({ run, label }: Drawn) => label ?? run.name;
  return runs.map((drawn) => {
    const name = nameOf(drawn);
    const entry = entries.find(({ id }) => id === drawn.run.id);
    if (!entry || runs.filter((other) => nameOf(other) === name).length === 1) return { title: name, color: drawn.color };
    const { state, note } = runNote(entry);
    return { title: [name, note || state].filter(Boolean).join(', '), color: drawn.color };
  });
}

function pictures(scene: Scene): PictureChart[] {
  const metrics = (scene.shown?.run.metrics ?? []).map((metric): PictureChart => {
    const data = metricData(metric, scene, createBatchLine(), COLUMNS);
    const { title, share } = metricLook(metric);
    return { title, data, height: 180, labels: (ticks) => (data.axis.log ? logTickLabels(ticks) : tickLabels(ticks, share)) };
  });
  const rates = rateData(scene, createBatchLine(), COLUMNS);
  return [...metrics, { title: l10n.t('Learning rate'), data: rates, height: 60, labels: (ticks) => ticks.map(rate) }];
}
