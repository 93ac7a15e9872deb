import type { SavedWeights } from './weightsExport';

/** A kind of file that a model can be written as. */
export interface ExportFormat {
  readonly id: string;
  /** As the editor's list of kinds says it. */
  readonly title: string;
  /** What reads such a file. */
  readonly detail: string;
  /** With the dot; of a folder empty. */
  readonly ending: string;
  /** It is a folder of files. */
  readonly folder?: boolean;
  /** The weights are in it. */
  readonly weights?: boolean;
  /** A text that the terminal prints where no file is named. */
  readonly text?: boolean;
}

/** Every kind, in the order in which people are offered them. */
export const EXPORT_FORMATS = [
  { id: 'keras-file', title: 'Keras Model', detail: 'keras.models.load_model reads it; Keras 3', ending: '.keras', weights: true },
  { id: 'keras', title: 'Keras Program', detail: 'Python that builds, compiles and trains the model', ending: '.py', text: true },
  { id: 'h5', title: 'Keras HDF5 Model', detail: 'The older format: Keras 2 and 3', ending: '.h5', weights: true },
  { id: 'json', title: 'Keras JSON', detail: 'The model without weights, as model.to_json() writes it', ending: '.json', text: true },
  {
    id: 'tfjs',
    title: 'TensorFlow.js Model',
    detail: 'A folder with model.json and weights, for tf.loadLayersModel',
    ending: '',
    folder: true,
    weights: true,
  },
  { id: 'onnx', title: 'ONNX Model', detail: 'For ONNX Runtime and what else reads ONNX; for inference', ending: '.onnx', weights: true },
  {
    id: 'saved-model',
    title: 'TensorFlow SavedModel',
    detail: 'A folder for TensorFlow Serving and TensorFlow Lite; needs TensorFlow for Python',
    ending: '',
    folder: true,
    weights: true,
  },
  {
    id: 'tfjs-program',
    title: 'TensorFlow.js Program',
    detail: 'TypeScript that builds, compiles and trains the model',
    ending: '.ts',
    text: true,
  },
  { id: 'svg', title: 'Picture (SVG)', detail: 'The graph, sharp at any size', ending: '.svg', text: true },
  { id: 'png', title: 'Picture (PNG)', detail: 'The graph in pixels, two for each of the screen’s', ending: '.png' },
  { id: 'md', title: 'Markdown Summary', detail: 'Layers, parameters and training as a page for a README', ending: '.md', text: true },
] as const satisfies readonly ExportFormat[];

export type ExportFormatId = (typeof EXPORT_FORMATS)[number]['id'];

/** How a picture of the graph looks. */
export interface PictureOptions {
  readonly theme?: 'light' | 'dark';
  /** Whether blocks are shown with their layers. */
  readonly unfolded?: boolean;
}

export interface ExportRequest {
  readonly format: ExportFormatId;
  /** Absolute path of a design, or of the folder of a run. */
  readonly source: string;
  /** The design's text, where it is not what is on the disk. */
  readonly text?: string;
  /** Absolute path of the file or folder to write; absent: the text is wanted. */
  readonly target?: string;
  /** Of a run. Default: the best, or the last where there are no best. */
  readonly checkpoint?: SavedWeights;
  /** Whether what is there may be replaced. */
  readonly overwrite?: boolean;
  /** Of a picture. Default: light, with blocks folded. */
  readonly picture?: PictureOptions;
}

/** What was written. */
export interface ExportReport {
  readonly format: ExportFormatId;
  readonly target?: string;
  /** Where nothing was written. */
  readonly text?: string;
  /** Whose weights are in it: of a run, of the file that the design begins with, or those that training would begin with. */
  readonly weights?: { readonly from: 'run' | 'file' | 'initializers'; readonly checkpoint?: SavedWeights; readonly epoch?: number };
  readonly parameters: number;
  /** Sentences about what the file has no place for. */
  readonly notes: readonly string[];
}
