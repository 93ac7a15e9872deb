import type { Json } from '../../core/document';
import { scanJson } from '../../core/jsonScan';
import { Failure } from '../failure';
import type { OpenedFile } from './importer';
import { DEEPEST, LONGEST_DESCRIPTION, MOST_CONTAINERS } from './limits';

/** The text of a file, whole. Fails for a longer one than any description of a model. */
export async function readText({ handle, size }: OpenedFile): Promise<string> {
  if (size > LONGEST_DESCRIPTION) throw tooLong(size);
  return (await handle.readFile('utf8')).replace(/^\uFEFF/, '');
}

export const tooLong = (size: number): Failure =>
  new Failure(`The description of the model is too long (${size} bytes).`, { reason: `${LONGEST_DESCRIPTION} bytes are read at most.` });

/** A text as JSON. `what` names it in a failure: `config.json`. */
export function readJson(text: string, what: string): Json {
  if (text.length > LONGEST_DESCRIPTION) throw tooLong(text.length);
  if (containersIn(text) > MOST_CONTAINERS)
    throw new Failure(`${what} has more than ${MOST_CONTAINERS} lists and objects.`, { reason: 'No description of a model has so many.' });
  if (scanJson(text).depth > DEEPEST) throw new Failure(`${what} is nested more than ${DEEPEST} deep.`, { reason: 'No model is.' });
  try {
    // Python writes numbers into JSON that are none there.
    return JSON.parse(/\bNaN\b|\bInfinity\b/.test(text) ? withoutNaN(text) : text) as Json;
  } catch {
    throw new Failure(`${what} is no JSON.`, { reason: 'It is damaged, or cut off.' });
  }
}

/** At most so many: those in texts are counted too. */
function containersIn(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 91 || code === 123) count++;
  }
  return count;
}

/** `NaN` and `Infinity` outside of texts become null. */
const withoutNaN = (text: string): string =>
  text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) => (found.startsWith('"') ? found : 'null'));
