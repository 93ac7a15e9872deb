import { analyzeText } from '../../../../src/core/analyze';
import type { Analysis } from '../../../../src/core/analysis';
import type { JsonObject } from '../../../../src/core/document';

/** The text of a design of these layers. */
export const textOf = (...layers: readonly JsonObject[]): string => JSON.stringify({ layerwise: 1, layers }, null, 2);
export const analysisOf = (...layers: readonly JsonObject[]): Analysis => analyzeText(textOf(...layers));

export const input = (name: string, ...shape: number[]): JsonObject => ({ name, type: 'Input', shape });
export const dense = (name: string, units: number, more: JsonObject = {}): JsonObject => ({ name, type: 'Dense', units, ...more });
export const add = (name: string, ...inputs: string[]): JsonObject => ({ name, type: 'Add', inputs });
