import type { DataSection } from '../../core/document';
import type { DataContext, LoadedData } from './loadedData';

/**
 * Reads the samples of a design: a named data set (embedded, cached or downloaded) or files beside the design.
 * Rejects with a `Failure` (`../failure`) where they cannot be had or do not fit the model.
 */
export declare function loadData(section: DataSection, context: DataContext): Promise<LoadedData>;
