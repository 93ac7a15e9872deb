/** The bundle as the sources have it now. */
export function collectTexts(): Promise<string>;
