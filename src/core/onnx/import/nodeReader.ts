import type { OnnxNode } from '../model';
import type { Importation } from './importation';

/** Makes layers of a node, and tells what its outputs are; throws `NotImportable` where there is no such layer. */
export type NodeReader = (importation: Importation, node: OnnxNode) => void;
