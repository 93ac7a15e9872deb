import * as l10n from '@vscode/l10n';
import { useEffect, useRef, type ReactElement } from 'react';
import { formatCount } from '../../../src/core/format';
import type { WeightPicture } from '../../../src/core/weights/weightLook';
import { watchTheme } from '../../shared/watchTheme';
import { valueText } from '../training/valueText';

const FULL = 127;
/** Pixels that there are beside each other. */
const WIDTH = 308;
const MOST_COLUMNS = 12;

/** The numbers of a weight as colours, and what they are. */
export function Tiles({ name, picture }: { readonly name: string; readonly picture: WeightPicture }): ReactElement {
  const { tiles, width, height, channels, levels, scale } = picture;
  const size = width * height * channels;
  const words = pictureWords(picture);
  return (
    <>
      <div className="weighttiles" role="img" aria-label={`${name}: ${words}`} style={gridOf(picture)}>
        {Array.from({ length: tiles }, (_, i) => (
          <Tile key={i} levels={levels.slice(i * size, (i + 1) * size)} width={width} height={height} channels={channels} />
        ))}
      </div>
      <p className="help">
        {words}{' '}
        {channels === 1 && (
          <span className="key mono">
            <i className="minus" />
            {valueText(-scale)} <i className="plus" />
            {valueText(scale)}
          </span>
        )}
      </p>
    </>
  );
}

/** Small tiles beside each other; a matrix as wide as there is room, but no number larger than a word. */
function gridOf({ tiles, width, columns }: WeightPicture): Record<string, string> {
  const fit = Math.min(MOST_COLUMNS, Math.max(1, Math.floor(WIDTH / Math.max(24, 2 * width))));
  const across = columns ?? Math.min(tiles, fit);
  const most = tiles === 1 ? 14 * width : across < fit ? Math.max(28, 2 * width) * across : WIDTH;
  return { gridTemplateColumns: `repeat(${across}, minmax(0, 1fr))`, maxWidth: `${most}px` };
}

function pictureWords({ kind, tiles, of, channels, dot: [rows, columns] = [1, 1] }: WeightPicture): string {
  const all = tiles === of;
  const [shown, total] = [formatCount(tiles), formatCount(of)];
  switch (kind) {
    case 'units':
      return all
        ? l10n.t('What each unit looks for in the picture.')
        : l10n.t`What the first ${shown} of ${total} units look for in the picture.`;
    case 'filters':
      if (channels === 3)
        return all ? l10n.t('Each filter in its own colours.') : l10n.t`The first ${shown} of ${total} filters, in their own colours.`;
      return all ? l10n.t('Each filter.') : l10n.t`The first ${shown} of ${total} filters.`;
    case 'slices':
      return all
        ? l10n.t('A column for each filter, a row for each channel that it takes.')
        : l10n.t`${shown} of ${total}: a column for each filter, a row for each channel that it takes.`;
    case 'turned':
      return all
        ? l10n.t('A row for each filter, a column for each channel that it takes.')
        : l10n.t`${shown} of ${total}: a row for each filter, a column for each channel that it takes.`;
    case 'matrix':
      return rows * columns === 1
        ? l10n.t('Each number, rows down and columns across.')
        : l10n.t`Each dot is the greatest of ${rows} × ${columns} numbers.`;
  }
}

interface TileProps {
  readonly levels: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

function Tile({ levels, width, height, channels }: TileProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = (): void => {
      if (canvas.current) (channels === 3 ? drawColours : drawSigns)(canvas.current, levels);
    };
    draw();
    return watchTheme(draw);
  }, [levels, width, height, channels]);
  return <canvas ref={canvas} width={width} height={height} />;
}

/** A colour of the theme for what is above 0, one for what is below; the nearer to 0, the fainter. */
function drawSigns(canvas: HTMLCanvasElement, levels: readonly number[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const style = getComputedStyle(canvas);
  const [plus, minus] = [style.getPropertyValue('--lw-plus'), style.getPropertyValue('--lw-minus')];
  context.clearRect(0, 0, canvas.width, canvas.height);
  levels.forEach((level, i) => {
    context.fillStyle = level > 0 ? plus : minus;
    context.globalAlpha = Math.abs(level) / FULL;
    context.fillRect(i % canvas.width, Math.floor(i / canvas.width), 1, 1);
  });
}

/** 0 is the grey in the middle. */
function drawColours(canvas: HTMLCanvasElement, levels: readonly number[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(canvas.width, canvas.height);
  for (let i = 0; i < canvas.width * canvas.height; i++) {
    for (let part = 0; part < 3; part++) image.data[4 * i + part] = 128 + levels[3 * i + part]!;
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
