import type { CardModel } from './cards';

/** Whose colours a picture has: of VS Code's Light Modern or Dark Modern. */
export type PictureTheme = 'light' | 'dark';

export interface Palette {
  readonly background: string;
  readonly foreground: string;
  readonly dim: string;
  readonly card: string;
  readonly border: string;
  readonly edge: string;
  readonly track: string;
  readonly error: string;
  readonly warning: string;
  readonly info: string;
  readonly families: { readonly [family in CardModel['family']]: string };
}

/** `percent` of one colour, the rest of another: what CSS's `color-mix` gives in sRGB. */
export function mixed(color: string, other: string, percent: number): string {
  const channel = (of: string, at: number): number => Number.parseInt(of.slice(at, at + 2), 16);
  const part = (at: number): string => {
    const value = Math.round((channel(color, at) * percent + channel(other, at) * (100 - percent)) / 100);
    return value.toString(16).padStart(2, '0');
  };
  return `#${part(1)}${part(3)}${part(5)}`;
}

interface Source {
  readonly background: string;
  readonly foreground: string;
  readonly red: string;
  readonly yellow: string;
  readonly blue: string;
  readonly green: string;
  readonly purple: string;
  readonly warning: string;
  readonly error: string;
  readonly info: string;
}

/** The mixes are those of the canvas (`layerwise.css`). */
function paletteOf({ background, foreground, red, yellow, blue, green, purple, warning, error, info }: Source): Palette {
  const dim = mixed(foreground, background, 78);
  return {
    background,
    foreground,
    dim,
    card: mixed(foreground, background, 4.5),
    border: mixed(foreground, background, 15),
    edge: mixed(foreground, background, 42),
    track: mixed(foreground, background, 15),
    error,
    warning,
    info,
    families: {
      io: foreground,
      shape: dim,
      core: blue,
      conv: green,
      norm: purple,
      recurrent: mixed(red, yellow, 50),
      regular: mixed(blue, green, 45),
      attention: mixed(purple, red, 50),
      unknown: dim,
    },
  };
}

export const palettes: { readonly [theme in PictureTheme]: Palette } = {
  light: paletteOf({
    background: '#ffffff',
    foreground: '#3b3b3b',
    red: '#e51400',
    yellow: '#bf8803',
    blue: '#1a85ff',
    green: '#388a34',
    purple: '#652d90',
    warning: '#bf8803',
    error: '#e51400',
    info: '#1a85ff',
  }),
  dark: paletteOf({
    background: '#1f1f1f',
    foreground: '#cccccc',
    red: '#f14c4c',
    yellow: '#cca700',
    blue: '#3794ff',
    green: '#89d185',
    purple: '#b180d7',
    warning: '#cca700',
    error: '#f14c4c',
    info: '#3794ff',
  }),
};
