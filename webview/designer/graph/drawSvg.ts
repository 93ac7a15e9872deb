import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../src/core/format';
import { curves, shapesOf, type IconName, type IconShape } from '../../shared/iconShapes';
import type { CardModel } from './cards';
import type { Picture } from './picture';
import type { Box, Route } from './routes';
import { mixed, palettes, type Palette, type PictureTheme } from './svgColors';
import { fitted, widthOf } from './svgText';
import { tokenWidth, type Token } from './tokens';

const MARGIN = 32;
/** For the line and the shape that leave below an output. */
const LEAVING = 28;
const MONO = 'Menlo, Consolas, "DejaVu Sans Mono", monospace';
const SANS = 'system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const round = (value: number): number => Math.round(value * 100) / 100;

type Attributes = { readonly [name: string]: string | number | undefined };

/** An element; `content` is markup. */
function element(name: string, attributes: Attributes, content?: string): string {
  const written = Object.entries(attributes).map(([key, value]) =>
    value === undefined ? '' : ` ${key}="${typeof value === 'number' ? round(value) : escaped(value)}"`,
  );
  return content === undefined ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`;
}

const text = (content: string, attributes: Attributes): string => element('text', attributes, escaped(content));

/**
 * A picture as an SVG file: the same cards, lines and shapes as on the canvas, with texts as texts, in the colours of an editor's
 * theme. It has a title, and a description for who cannot see it.
 */
export function drawSvg(picture: Picture, { theme, title }: { readonly theme: PictureTheme; readonly title: string }): string {
  const colors = palettes[theme];
  const { boxes, routes } = picture.drawing;
  const { frames } = picture;
  const { left, top, right, bottom } = extentOf(picture);
  const [width, height] = [Math.ceil(right - left), Math.ceil(bottom - top)];
  const cards = [...picture.cards.values()].flatMap((card) => {
    const box = boxes[card.id];
    return box ? [drawCard(card, box, colors)] : [];
  });
  const flow = (route: Route): string => drawRoute(route, picture, colors);
  const summary = [...picture.cards.values()].map(({ label }) => label).join('. ');
  const parts = [
    element('title', {}, escaped(title)),
    element('desc', {}, escaped(summary)),
    element('rect', { x: left, y: top, width, height, fill: colors.background }),
    ...frames.map((frame) => drawFrame(frame, colors)),
    element('g', { fill: 'none', 'stroke-width': 1.25 }, routes.map(flow).join('\n')),
    ...cards,
    element('g', { 'font-family': MONO, 'font-size': 11 }, routes.map((route) => drawShape(route, picture, colors)).join('\n')),
  ];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `${round(left)} ${round(top)} ${width} ${height}`,
    width,
    height,
    role: 'img',
    'font-family': SANS,
    'font-size': 13,
    'text-rendering': 'geometricPrecision',
  };
  return `${element('svg', attributes, `\n${parts.filter((part) => part !== '').join('\n')}\n`)}\n`;
}

/** Around all that is drawn, with a margin. */
function extentOf({ drawing: { boxes, routes }, frames, cards, flows }: Picture) {
  const around = [
    ...Object.entries(boxes).map(([id, box]) => (cards.get(id)?.leaves === undefined ? box : { ...box, height: box.height + LEAVING })),
    ...frames,
    ...routes.flatMap(({ id, bounds, label }) => {
      const width = shapeWidth(flows.get(id)?.text ?? '');
      return [bounds, ...(label ? [{ x: label.centered ? label.x - width / 2 : label.x, y: label.y - 8, width, height: 16 }] : [])];
    }),
  ];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of around) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return around.length === 0
    ? { left: 0, top: 0, right: MARGIN, bottom: MARGIN }
    : { left: left - MARGIN, top: top - MARGIN, right: right + MARGIN, bottom: bottom + MARGIN };
}

const shapeWidth = (shape: string): number => 8 + 6.62 * shape.length;

const drawFrame = ({ x, y, width, height }: Box, { background, foreground }: Palette): string =>
  element('rect', { x, y, width, height, rx: 8, fill: mixed(foreground, background, 2.5), stroke: mixed(foreground, background, 22), 'stroke-dasharray': '4 3' }); // prettier-ignore

function drawRoute({ id, path, end }: Route, { flows }: Picture, colors: Palette): string {
  const state = flows.get(id)?.state;
  const color = state === 'bad' ? colors.error : colors.edge;
  const line = element('path', { d: path, stroke: color, 'stroke-dasharray': state === 'unknown' ? '3 3' : undefined });
  return line + element('path', { d: `M${end.x - 4} ${end.y - 6.5}h8L${end.x} ${end.y - 1}z`, fill: color, stroke: 'none' });
}

/** The shape that goes along a line. */
function drawShape({ id, label }: Route, { flows }: Picture, colors: Palette): string {
  const flow = flows.get(id);
  if (!label || !flow) return '';
  const color = flow.state === 'bad' ? colors.error : flow.changed ? colors.foreground : colors.dim;
  if (!label.centered) return text(flow.text, { x: label.x + 4, y: label.y + 4, fill: color });
  // On the background, so that the line does not cross it.
  const width = shapeWidth(flow.text);
  return (
    element('rect', { x: label.x - width / 2, y: label.y - 8, width, height: 16, rx: 3, fill: colors.background }) +
    text(flow.text, { x: label.x, y: label.y + 4, fill: color, 'text-anchor': 'middle' })
  );
}

function drawCard(card: CardModel, { x, y, width, height }: Box, colors: Palette): string {
  const family = colors.families[card.family];
  const border =
    card.problem === 'error' ? colors.error : card.problem === 'warning' ? mixed(colors.warning, colors.card, 55) : colors.border;
  const parts = [
    ...((card.repeat ?? 1) > 1
      ? [6, 3].map((off) => element('rect', { x: off, y: off, width, height, rx: 5, fill: colors.card, stroke: colors.border }))
      : []),
    element('rect', {
      width,
      height,
      rx: 5,
      fill: card.frozen ? colors.background : colors.card,
      stroke: border,
      'stroke-dasharray': card.frozen ? '4 3' : undefined,
    }),
    element('path', { d: `M5 0A5 5 0 0 0 0 5V${height - 5}A5 5 0 0 0 5 ${height}H3.5V0z`, fill: family }),
    drawIcon(card.icon, { x: 13, y: 9, color: family }),
    ...firstRow(card, width, colors),
    ...(card.twoRows ? secondRow(card, width, colors) : []),
    card.leaves === undefined ? '' : leaving(card.leaves, width, height, colors),
  ];
  return element('g', { transform: `translate(${round(x)} ${round(y)})` }, element('title', {}, escaped(card.label)) + parts.join(''));
}

const BAR = 56;

/** Icon, type, name, what the layer has, its count and how much of all that is. */
function firstRow(card: CardModel, width: number, colors: Palette): string[] {
  const parts: string[] = [];
  const right = width - 10 - (card.share === undefined && card.count !== '?' ? 0 : BAR + 7);
  if (card.share !== undefined) {
    const long = Math.max(2, BAR * card.share);
    parts.push(
      element('rect', { x: width - 10 - BAR, y: 15, width: BAR, height: 4, rx: 2, fill: colors.track }),
      element('rect', { x: width - 10 - BAR, y: 15, width: long, height: 4, rx: 2, fill: card.frozen ? 'none' : colors.families[card.family], stroke: card.frozen ? colors.families[card.family] : undefined }), // prettier-ignore
    );
  }
  if (card.count !== '')
    parts.push(text(card.count, { x: right, y: 21, fill: card.count === '?' ? colors.dim : colors.foreground, 'text-anchor': 'end' }));
  const tokens = card.twoRows ? [] : card.tokens;
  const taken = tokens.reduce((sum, token) => sum + tokenWidth(token) + 4, 0) + (card.frozen ? 20 : 0) + (card.problem ? 20 : 0);
  const room = right - (card.count === '' ? 0 : Math.max(48, widthOf(card.count)) + 7) - 36 - taken;
  const type = fitted(card.type || l10n.t('no type'), room, true);
  const times = card.repeat !== undefined && card.repeat > 1 ? `× ${formatCount(card.repeat)}` : '';
  const name = fitted(card.local ?? card.name, room - widthOf(type, true) - 7 - (times ? widthOf(times) + 7 : 0));
  const words =
    element('tspan', { 'font-weight': 600, fill: colors.foreground }, escaped(type)) +
    element('tspan', { dx: 7, fill: colors.dim }, escaped(name)) +
    (times ? element('tspan', { dx: 7, fill: colors.foreground }, escaped(times)) : '');
  parts.push(element('text', { x: 36, y: 21 }, words));
  let at = 36 + widthOf(type, true) + 7 + widthOf(name) + (times ? widthOf(times) + 7 : 0) + 10;
  if (card.frozen) {
    parts.push(drawIcon('lock', { x: at, y: 9, color: colors.dim }));
    at += 20;
  }
  if (card.problem) {
    const [icon, color] = ({ error: ['error', colors.error], warning: ['warning', colors.warning], hint: ['bulb', colors.info] } as const)[
      card.problem
    ];
    parts.push(drawIcon(icon, { x: at, y: 9, color }));
    at += 20;
  }
  return [...parts, ...chips(tokens, card.twoRows ? 0 : card.more, at, 8, colors)];
}

function secondRow(card: CardModel, width: number, colors: Palette): string[] {
  const share =
    card.shareText === '' ? [] : [text(card.shareText, { x: width - 10, y: 44, fill: colors.dim, 'font-size': 11, 'text-anchor': 'end' })];
  return [...chips(card.tokens, card.more, 36, 31, colors), ...share];
}

/** What differs from Keras's defaults, side by side. */
function chips(tokens: readonly Token[], more: number, x: number, y: number, colors: Palette): string[] {
  const parts: string[] = [];
  let at = x;
  for (const token of tokens) {
    const width = tokenWidth(token);
    parts.push(element('rect', { x: at, y, width, height: 18, rx: 3, fill: mixed(colors.foreground, colors.card, 9) }));
    let inside = at + 6;
    const curve = token.curve === undefined || !Object.hasOwn(curves, token.curve) ? undefined : curves[token.curve];
    if (curve !== undefined) {
      parts.push(
        element('path', { d: curve, transform: `translate(${round(inside)} ${y + 4})`, fill: 'none', stroke: colors.dim, 'stroke-width': 1.2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }), // prettier-ignore
      );
      inside += 18;
    }
    const key = token.key === undefined ? '' : element('tspan', { fill: colors.dim }, escaped(token.key));
    const value = element('tspan', { fill: colors.foreground, dx: token.key === undefined ? undefined : 5 }, escaped(token.text));
    parts.push(element('text', { x: inside, y: y + 13, 'font-family': MONO, 'font-size': 11.5 }, key + value));
    at += width + 4;
  }
  if (more > 0) parts.push(text(`+${more}`, { x: at + 2, y: y + 13, fill: colors.dim, 'font-size': 11 }));
  return parts;
}

/** A line that ends in a ring, and the shape that comes out. */
function leaving(shape: string, width: number, height: number, colors: Palette): string {
  const line = element('path', { d: `M${width / 2} ${height}v18`, stroke: colors.edge, 'stroke-width': 1.25, fill: 'none' });
  const ring = element('circle', { cx: width / 2, cy: height + 21, r: 3, stroke: colors.edge, 'stroke-width': 1.25, fill: 'none' });
  return line + ring + text(shape, { x: width / 2 + 12, y: height + 25, fill: colors.foreground, 'font-family': MONO, 'font-size': 11 });
}

function drawIcon(name: IconName, { x, y, color }: { readonly x: number; readonly y: number; readonly color: string }): string {
  const shapes = shapesOf(name).map((shape) => drawShapeOf(shape, color));
  return element('g', { transform: `translate(${round(x)} ${round(y)})`, fill: 'none', stroke: color, 'stroke-width': 1.1, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }, shapes.join('')); // prettier-ignore
}

function drawShapeOf(shape: IconShape, color: string): string {
  const filled = { fill: color, stroke: 'none' };
  switch (shape.element) {
    case 'path':
      return element('path', {
        d: shape.d,
        'stroke-dasharray': shape.dash,
        'stroke-opacity': shape.opacity,
        'stroke-width': shape.width,
        ...(shape.solid && filled),
      });
    case 'circle':
      return element('circle', { cx: shape.x, cy: shape.y, r: shape.r, ...(shape.solid && filled) });
    case 'rect':
      return element('rect', {
        x: shape.x,
        y: shape.y,
        width: shape.width,
        height: shape.height,
        rx: 1,
        ...(shape.fill && { ...filled, 'fill-opacity': shape.fill }),
      });
  }
}
