import * as l10n from '@vscode/l10n';
import type { ChartsFormat } from '../../../src/protocol/training';
import { rasterize } from '../../shared/rasterize';
import { logTickLabels, rate, tickLabels } from '../format';
import type { PanelState } from '../panelState';
import { chartsSvg, type PictureChart } from './chartsSvg';
import { curvesCsv } from './curvesCsv';
import { metricLook } from './metric';
import { readScene } from './scene';
import { createBatchLine, metricData, rateData, titleOf, type Scene } from './series';

/** Columns that batches are reduced to. */
const COLUMNS = 720;

/** What is in the charts as a file: a picture as they are looked at, or all epochs of the runs. Rejects with a sentence. */
export async function exportCharts(panel: PanelState, format: ChartsFormat): Promise<string | Uint8Array> {
  const scene = readScene(panel);
  const runs = [...(scene.shown ? [scene.shown] : []), ...scene.compared];
  if (format === 'csv') return curvesCsv(runs);
  const keys = runs.map((drawn) => ({ title: titleOf(drawn), color: drawn.color }));
  const svg = chartsSvg(pictures(scene), keys, l10n.t`Training: ${keys.map(({ title }) => title).join(', ')}`);
  return format === 'svg' ? svg : rasterize(svg);
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
