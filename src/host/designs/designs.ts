import type * as vscode from 'vscode';
import type { Analysis } from '../../core/analysis';
import { analyzeText } from '../../core/analyze';

/** Every design's file ends like this. */
export const DESIGN_SUFFIX = '.layerwise.json';

/** Models of other programs as designs that are only looked at. */
export const MODEL_SCHEME = 'layerwise-model';

/** Designs anywhere, whatever language the editor takes them for. */
export const DESIGN_FILES: vscode.DocumentFilter = { pattern: `**/*${DESIGN_SUFFIX}` };

/** The copies that runs keep are no designs to work on. */
export const RUN_COPIES = '**/{.layerwise,node_modules}/**';

export const isDesign = (uri: vscode.Uri): boolean => uri.path.endsWith(DESIGN_SUFFIX);

/** The last part of the path without its suffix: `mnist-bn`. */
export const designName = (uri: vscode.Uri): string => uri.path.slice(uri.path.lastIndexOf('/') + 1, -DESIGN_SUFFIX.length);

const known = new WeakMap<vscode.TextDocument, { readonly version: number; readonly analysis: Analysis }>();

/** The analysis of a document as it is now, made once for each version of it. */
export function analysisOf(document: vscode.TextDocument): Analysis {
  const before = known.get(document);
  if (before?.version === document.version) return before.analysis;
  const analysis = analyzeText(document.getText());
  known.set(document, { version: document.version, analysis });
  return analysis;
}
