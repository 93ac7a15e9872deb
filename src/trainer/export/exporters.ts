import { kerasProgram } from '../../core/keras/program';
import { modelConfig } from '../../core/keras/write/modelConfig';
import { pythonJson } from '../../core/keras/write/pythonJson';
import { markdownSummary } from '../../core/markdownSummary';
import type { ExportFormatId } from '../../protocol/modelExport';
import { Failure } from '../failure';
import type { Exporter } from './exporter';

/** What makes each kind of file; read when it is needed. */
export const EXPORTERS: { readonly [id in ExportFormatId]: () => Exporter | Promise<Exporter> } = {
  'keras-file': async () => (await import('./kerasFile')).exportKerasFile,
  keras: () => (model) => ({ content: kerasProgram(model.analysis) }),
  h5: async () => (await import('./hdf5Model')).exportHdf5Model,
  json: () => (model) => {
    const { model: config, notes } = modelConfig(model.analysis, 'keras3');
    return { content: `${pythonJson(config, 2)}\n`, notes };
  },
  onnx: async () => (await import('./onnx')).exportOnnx,
  md: () => (model) => ({ content: markdownSummary(model.analysis, model.name) }),
  png: () => noPng,
  svg: async () => (await import('./svg')).exportSvg,
  'saved-model': async () => (await import('./savedModel')).exportSavedModel,
  'tfjs-program': async () => (await import('./tfjsProgram')).exportTfjsProgram,
  tfjs: async () => (await import('./tfjsModel')).exportTfjsModel,
};

/** Only a browser draws letters: the editor makes a PNG file of the SVG file. */
const noPng: Exporter = () => {
  throw new Failure('A PNG file can be made in the editor only, where a browser draws it.', {
    next: 'Export it as SVG (--to svg), which every browser and most programs show; or use Layerwise: Export Model in the editor.',
  });
};
