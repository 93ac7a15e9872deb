import { EXPORT_FORMATS, type ExportReport, type ExportRequest, type ExportFormat } from '../../protocol/modelExport';
import type { Places } from '../../protocol/places';
import type { Exported } from './exporter';
import { EXPORTERS } from './exporters';
import { openSource } from './modelSource';
import { requireNew, writeFolder, writeWhole } from './outputFile';

/** Writes a design, or the model of a run, as a file of another program's; whole, or not at all. Rejects with a `Failure`. */
export async function exportModel(request: ExportRequest, context: { readonly places?: Places } = {}): Promise<ExportReport> {
  const { format, target, overwrite, picture } = request;
  const about: ExportFormat = EXPORT_FORMATS.find(({ id }) => id === format)!;
  if (target !== undefined) await requireNew(target, overwrite);
  const { name, analysis, weights } = await openSource(request);
  const read = about.weights ? await weights() : undefined;
  const exporter = await EXPORTERS[format]();
  const { content, notes = [] } = await exporter({ name, analysis, arrays: read?.arrays ?? [] }, { ...context, picture });
  if (target !== undefined) await write(target, content, overwrite);
  return {
    format,
    ...(target === undefined ? { text: textOf(content) } : { target }),
    ...(read && { weights: read.from }),
    parameters: analysis.totals.total,
    notes,
  };
}

const textOf = (content: Exported['content']): string => (typeof content === 'string' ? content : '');

async function write(target: string, content: Exported['content'], overwrite: boolean | undefined): Promise<void> {
  if (typeof content === 'string' || content instanceof Uint8Array) await writeWhole(target, content, 'The model');
  else await writeFolder(target, content, overwrite);
}
