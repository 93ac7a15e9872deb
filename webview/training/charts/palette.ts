import { RUN_COLORS } from '../viewState';

/** Colours that a canvas can use, read from the theme. */
export interface Palette {
  /** One for each place among the shown runs. */
  readonly runs: readonly string[];
  readonly text: string;
  readonly grid: string;
  readonly ground: string;
  readonly ahead: string;
  readonly rate: string;
  readonly area: string;
  /** Opacity of the batches behind the epochs. */
  readonly faint: number;
  readonly error: string;
  readonly font: string;
}

const RUNS = Array.from({ length: RUN_COLORS }, (_, place) => `var(--run-${place})`);

/** A canvas knows no variables and no mixes: a hidden element has the browser work them out. */
export function readPalette(probe: HTMLElement): Palette {
  const style = getComputedStyle(probe);
  const color = (value: string) => {
    probe.style.color = value;
    return style.color;
  };
  return {
    runs: RUNS.map(color),
    text: color('var(--lw-dim)'),
    grid: color('var(--chart-grid)'),
    ground: color('var(--vscode-editor-background)'),
    ahead: color('var(--chart-ahead)'),
    rate: color('var(--vscode-charts-foreground)'),
    area: color('var(--chart-area)'),
    faint: Number(style.getPropertyValue('--chart-faint')) || 0.3,
    error: color('var(--vscode-editorError-foreground)'),
    font: `11px ${style.fontFamily}`,
  };
}
