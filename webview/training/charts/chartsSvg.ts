import * as l10n from '@vscode/l10n';
import { epochTicks } from './axis';
import { DOTTED_FROM } from '../viewState';
import type { ChartData, Curve } from './series';

/** One chart of the picture. */
export interface PictureChart {
  readonly title: string;
  readonly data: ChartData;
  readonly labels: (ticks: readonly number[]) => readonly string[];
  /** Of the plotting area. */
  readonly height: number;
}

/** A run that is drawn, as the key of the picture says it. */
export interface PictureRun {
  readonly title: string;
  readonly color: number;
}

const WIDTH = 800;
const [LEFT, RIGHT, HEADING, BELOW, KEY] = [64, 16, 30, 10, 24] as const;
const INNER = WIDTH - LEFT - RIGHT;
/** Letters of a run's name that fit beside its line. */
const LONGEST_NAME = 48;
/** Of the dot that a single value is. */
const DOT = 2.6;
const FONT = 'system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';
/** On paper: VS Code's light colours, in the order of the panel's. */
const RUNS = ['#1a85ff', '#388a34', '#d26707', '#652d90', '#2b8767', '#9c4a4c', '#1a85ff', '#388a34', '#d26707', '#652d90'];
const [INK, DIM, GRID] = ['#3b3b3b', '#616161', '#e5e5e5'];

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const round = (value: number): number => Math.round(value * 100) / 100;
const colorOf = (color: number): string => RUNS[color] ?? INK;

/** The charts as they are looked at, one below the other, as an SVG file for a paper: on white, with a key, texts as texts. */
export function chartsSvg(charts: readonly PictureChart[], runs: readonly PictureRun[], title: string): string {
  const keys = runs.map(({ title: name, color }, i) => keyOf(name, color, LEFT + (i % 2) * (INNER / 2), KEY * (Math.floor(i / 2) + 1)));
  let top = KEY * Math.ceil(runs.length / 2) + 8;
  const parts: string[] = [];
  charts.forEach((chart, i) => {
    parts.push(drawChart(chart, top + HEADING, `clip${i}`));
    top += HEADING + chart.height + BELOW;
  });
  const last = charts.at(-1);
  const height = top + 34;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="${escaped(FONT)}" font-size="12" fill="${INK}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...keys,
    ...parts,
    last ? xAxis(last.data, top) : '',
    `<text x="${WIDTH - RIGHT}" y="${top + 26}" text-anchor="end" font-size="11" fill="${DIM}">${escaped(l10n.t('thin: each batch, solid: training, dashed: validation'))}</text>`,
    '</svg>\n',
  ].join('\n');
}

function keyOf(name: string, color: number, x: number, y: number): string {
  const text = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
  const dots = color >= DOTTED_FROM ? ' stroke-dasharray="1.5 2.5"' : '';
  return `<path d="M${x} ${y - 4}h22" stroke="${colorOf(color)}" stroke-width="2.5"${dots}/><text x="${x + 30}" y="${y}">${escaped(text)}</text>`;
}

function drawChart({ title, data, labels, height }: PictureChart, top: number, clip: string): string {
  const { axis } = data;
  const down = (value: number) => round(top + height * (1 - shareOf(value, axis)));
  const words = labels(axis.ticks);
  const grid = axis.ticks.map(
    (tick, i) =>
      `<path d="M${LEFT} ${down(tick)}h${INNER}" stroke="${GRID}"/><text x="${LEFT - 8}" y="${down(tick) + 4}" text-anchor="end" font-size="11" fill="${DIM}">${escaped(words[i] ?? '')}</text>`,
  );
  return [
    `<clipPath id="${clip}"><rect x="${LEFT}" y="${top}" width="${INNER}" height="${height}"/></clipPath>`,
    `<text x="${LEFT}" y="${top - 9}" font-weight="600">${escaped(title)}</text>`,
    ...grid,
    `<g fill="none" stroke-linejoin="round" clip-path="url(#${clip})">`,
    ...data.curves.map((curve) => drawCurve(curve, (x) => across(x, data), down)),
    '</g>',
  ].join('\n');
}

const across = (x: number, { xFrom, xEnd }: ChartData): number => round(LEFT + (INNER * (x - xFrom)) / (xEnd - xFrom));
const shareOf = (value: number, { min, max, log }: ChartData['axis']): number =>
  log ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);

function drawCurve({ kind, color, x, y, faint }: Curve, across: (x: number) => number, down: (y: number) => number): string {
  let pen = 'M';
  const known = (i: number) => typeof y[i] === 'number';
  const alone: string[] = [];
  const path = x.map((at, i) => {
    const value = y[i];
    if (value === null || value === undefined) {
      pen = 'M';
      return '';
    }
    const point = `${pen}${across(at)} ${down(value)}`;
    if (kind !== 'batch' && !known(i - 1) && !known(i + 1)) alone.push(`<circle cx="${across(at)}" cy="${down(value)}" r="${DOT}"/>`);
    pen = 'L';
    return point;
  });
  const [width, dash, opacity] = {
    batch: [0.8, '', faint ? 0.3 : 0.7],
    smooth: [1.2, '', 1],
    train: [1.8, '', 1],
    validation: [1.8, '5 3', 1],
    compared: [1.4, color < DOTTED_FROM ? '5 3' : '1.5 2.5', 1],
    comparedSmooth: [1, '', 1],
    rate: [1.4, '', 1],
  }[kind] as [number, string, number];
  const stroke = kind === 'rate' ? INK : colorOf(color);
  const dots = alone.length > 0 ? `<g fill="${stroke}">${alone.join('')}</g>` : '';
  return `${dots}<path d="${path.join('')}" stroke="${stroke}" stroke-width="${width}"${dash && ` stroke-dasharray="${dash}"`}${opacity < 1 ? ` opacity="${opacity}"` : ''}/>`;
}

function xAxis(data: ChartData, top: number): string {
  const ticks = epochTicks({ from: data.xFrom, to: data.xEnd }, 10).map(
    (tick) => `<text x="${across(tick, data)}" y="${top + 8}" text-anchor="middle" font-size="11" fill="${DIM}">${tick}</text>`,
  );
  return [...ticks, `<text x="${LEFT}" y="${top + 26}" font-size="11" fill="${DIM}">${escaped(l10n.t('epochs'))}</text>`].join('\n');
}
