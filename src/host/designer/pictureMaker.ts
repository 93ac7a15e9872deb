import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import type { DesignerEditor } from './designerEditor';
import type { DesignerPanel } from './designerPanel';

/** A designer that has not come up by then will not. */
const OPEN_WITHIN = 20_000;
const DRAWN_WITHIN = 30_000;
const POLL = 50;

/** An SVG file as a PNG file: the designer of that design draws it, since only a browser can. Rejects with a `Failure`. */
export async function pngOf(svg: string, design: vscode.Uri, designers: DesignerEditor): Promise<Uint8Array> {
  const panel = readyPanel(design, designers) ?? (await openedPanel(design, designers));
  return within(DRAWN_WITHIN, panel.rasterize(svg));
}

const readyPanel = (design: vscode.Uri, designers: DesignerEditor): DesignerPanel | undefined =>
  designers.panelsOf(design).find(({ isReady }) => isReady) ?? designers.panels.find(({ isReady }) => isReady);

async function openedPanel(design: vscode.Uri, designers: DesignerEditor): Promise<DesignerPanel> {
  await designers.reveal(design);
  for (let waited = 0; waited < OPEN_WITHIN; waited += POLL) {
    const panel = readyPanel(design, designers);
    if (panel) return panel;
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
  throw noDesigner();
}

const noDesigner = (): Failure =>
  new Failure(l10n.t('The picture was not made: no designer was open to draw it.'), {
    next: l10n.t('Open the design in the designer, or export it as SVG.'),
  });

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(noDesigner()), milliseconds)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
