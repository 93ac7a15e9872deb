import { expect, test } from 'vitest';
import type { RunEntry } from '../../../../src/protocol/training';
import { chartsSvg } from '../../../../webview/training/charts/chartsSvg';
import { curvesCsv } from '../../../../webview/training/charts/curvesCsv';
import { exportCharts } from '../../../../webview/training/charts/exportCharts';
import { createBatchLine, metricData, type Scene } from '../../../../webview/training/charts/series';
import { emptyPanel } from '../../../../webview/training/panelState';
import { readViewState } from '../../../../webview/training/viewState';
import { runAt } from './run';

const RUN = runAt({}, 12);
const SCENE: Scene = { shown: { run: RUN, color: 0 }, compared: [], xFrom: 0, xEnd: 3, smoothing: 0, logAxes: [] };
const picture = (scene: Scene) => {
  const data = metricData('loss', scene, createBatchLine(), 700);
  return chartsSvg(
    [{ title: 'Loss <1>', data, height: 180, labels: (ticks) => ticks.map(String) }],
    [{ title: 'a & b', color: 0 }],
    'Training',
  );
};
/** Points of the paths that are drawn with this width. */
const points = (svg: string, width: string) =>
  [...svg.matchAll(new RegExp(`<path d="([^"]*)" stroke="[^"]*" stroke-width="${width}"`, 'g'))].map(([, d]) => d!.match(/[ML][^ML]+/g)!);

test('a picture has each curve with its points, and texts as texts', () => {
  const svg = picture(SCENE);
  const [train, validation] = points(svg, '1.8');
  expect(train).toHaveLength(3);
  expect(validation).toHaveLength(3);
  expect(points(svg, '0.8')[0]).toHaveLength(12);
  // Epochs 1 to 3 of 3 over 720 pixels that begin at 64.
  expect(train!.map((point) => parseFloat(point.slice(1)))).toEqual([304, 544, 784]);
  expect(svg).toContain('Loss &#60;1&#62;');
  expect(svg).toContain('a &#38; b');
});

test('lines break where a value is missing, and a logarithmic axis has equal distances for equal factors', () => {
  const run = { ...RUN, epochLogs: [1, 0.1, 0.01].map((loss, i) => ({ ...RUN.epochLogs[i]!, logs: { loss } })) };
  const steps = { ...run.steps, values: { loss: run.steps.values.loss!.map((value, i) => (i === 5 ? NaN : value)) } };
  const svg = picture({ ...SCENE, shown: { run: { ...run, steps }, color: 0 }, logAxes: ['loss'] });
  expect(points(svg, '0.8')[0]!.filter((point) => point.startsWith('M'))).toHaveLength(2);
  const [first, second, third] = points(svg, '1.8')[0]!.map((point) => parseFloat(point.split(' ')[1]!));
  expect(second! - first!).toBeCloseTo(third! - second!, 1);
});

test('numbers are a line for each epoch of each run, with names that may have commas', () => {
  const lines = curvesCsv([
    { run: RUN, color: 0, label: 'deep, wide' },
    { run: { ...runAt({ validation: false }, 4), id: 'b' }, color: 1 },
  ]).split('\n');
  expect(lines).toEqual([
    'run,name,epoch,loss,val_loss,learning_rate,seconds',
    'run,"deep, wide",1,1,2,0.1,0.6',
    'run,"deep, wide",2,0.5,1,0.05,0.6',
    `run,"deep, wide",3,${1 / 3},${2 / 3},${0.1 / 3},0.6`,
    'b,net,1,1,,0.1,0.6',
    '',
  ]);
});

test('what is exported is what is looked at: every chart, the runs beside, the part that is seen', async () => {
  const other = { ...runAt({}, 8), id: 'other', name: 'shallow' };
  const view = { ...readViewState(undefined), compared: [{ id: 'other', color: 1 }], zoom: { from: 1, to: 2 } };
  const panel = { ...emptyPanel(view), run: RUN, fetched: { other } };
  const svg = (await exportCharts(panel, 'svg')) as string;
  expect(svg).toContain('<title>Training: net, shallow</title>');
  expect(svg.match(/<clipPath/g)).toHaveLength(RUN.metrics.length + 1);
  expect(points(svg, '1.8')[0]!.map((point) => parseFloat(point.slice(1)))).toEqual([64, 784, 1504]);
  expect(svg).toContain('>shallow</text>');
  expect((await exportCharts(panel, 'csv')).toString().split('\n')).toHaveLength(7);
});

test('runs of the same name are told apart in the key, and a long name ends before the next begins', async () => {
  const entry = (id: string, note: string, label?: string) =>
    ({ id, name: 'net', folder: '/', phase: 'finished', epochs: 2, parameters: 1, results: {}, settings: {}, note, label }) as RunEntry; // prettier-ignore
  const view = { ...readViewState(undefined), compared: [{ id: 'b', color: 1 }, { id: 'c', color: 2 }] }; // prettier-ignore
  const fetched = { b: { ...runAt({}, 8), id: 'b' }, c: { ...runAt({}, 8), id: 'c' } };
  const runs = [
    entry('run', 'units 64'),
    entry('b', 'type Adam'),
    entry('c', '', 'a name that is as long as a sentence, and then some more of it'),
  ];
  const svg = (await exportCharts({ ...emptyPanel(view), run: RUN, fetched, runs }, 'svg')) as string;
  expect(svg).toContain('>net, units 64</text>');
  expect(svg).toContain('>net, type Adam</text>');
  expect(/>(a name [^<]*)…<\/text>/.exec(svg)?.[1]!.length).toBeLessThan(50);
});

test('what has only one value, as after the first epoch, is a dot', () => {
  const svg = picture({ ...SCENE, shown: { run: runAt({}, 4), color: 0 } });
  expect(svg.match(/<circle cx="304"/g)).toHaveLength(2);
  expect(picture(SCENE)).not.toContain('<circle');
});
