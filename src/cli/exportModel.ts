import path from 'node:path';
import { formatCount } from '../core/format';
import { EXPORT_FORMATS, type ExportFormat, type ExportFormatId, type ExportReport, type PictureOptions } from '../protocol/modelExport';
import type { SavedWeights } from '../protocol/weightsExport';
import type { Output } from './print';
import { readPlaces, type PlaceOptions } from './places';
import { runSource } from './runSource';

/** The options of `layerwise export` with a whole model. */
export interface ExportModelOptions extends PlaceOptions {
  readonly to: ExportFormatId;
  readonly output?: string;
  readonly checkpoint?: SavedWeights;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly theme?: PictureOptions['theme'];
  readonly unfold?: boolean;
}

/** Writes a design, or the model of a run, as a file of another program's. A text is printed where no file is named. */
export async function exportModel(
  source: string,
  { to, output: named, checkpoint, force, json, theme, unfold, ...places }: ExportModelOptions,
  output: Output,
): Promise<void> {
  const { exportModel: write } = await import('../trainer/export/exportModel');
  const about: ExportFormat = EXPORT_FORMATS.find(({ id }) => id === to)!;
  const own = path.basename(path.resolve(source)).replace(/(\.layerwise)?\.json$/, '');
  const name = named ?? (about.text ? undefined : `${own}${about.folder ? `-${to}` : about.ending}`);
  const { text, ...report } = await write(
    {
      format: to,
      source: await runSource(source),
      ...(name !== undefined && { target: path.resolve(name) }),
      ...(checkpoint && { checkpoint }),
      ...(force && { overwrite: true }),
      picture: { ...(theme && { theme }), ...(unfold && { unfolded: true }) },
    },
    { places: readPlaces(places) },
  );
  for (const note of report.notes) output.complain(note);
  if (json) return output.print(JSON.stringify({ ...report, ...(text !== undefined && { text }), source }));
  output.print(text?.trimEnd() ?? `${about.title} of ${formatCount(report.parameters)} parameters${whose(report)}: ${name}`);
}

function whose({ weights }: Pick<ExportReport, 'weights'>): string {
  if (!weights) return '';
  switch (weights.from) {
    case 'run':
      return `, the ${weights.checkpoint} weights (epoch ${weights.epoch})`;
    case 'file':
      return ', with the weights that the design begins with';
    case 'initializers':
      return ', not trained, with the weights that training would begin with';
  }
}
