import type { Json } from '../../../src/core/document';

/** Whether two values are written the same. */
export const sameText = (a: Json | undefined, b: Json | undefined): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
