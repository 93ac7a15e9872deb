import { analyzeText } from '../analyze';
import { applyEdit, applyTextEdits } from '../edit';
import type { Edit } from '../edits';
import type { AdviceCode } from './adviceFacts';
import { advise, type Unwanted } from './advise';
import { adviceCatalog } from './catalog';
import type { Known } from './known';

/** More rounds than this only come of advice whose fixes call for each other. */
const MOST_ROUNDS = 60;

/**
 * Follows every advice that has a fix, or every one of a code: its best fix. One code after the other, since what one
 * changes is another's ground.
 *
 * @returns one edit with all of them; absent where there is nothing to do
 */
export function followAll(text: string, unwanted: Unwanted, only?: AdviceCode, known?: Known): Edit | undefined {
  const edits: Edit[] = [];
  const stuck = new Set<AdviceCode>();
  let now = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const advice = advise(analyzeText(now), unwanted, known).filter(({ code, fixes = [] }) => fixes.length > 0 && !stuck.has(code));
    const code = CODES.find((one) => (only ?? one) === one && advice.some((some) => some.code === one));
    if (!code) break;
    const before = edits.length;
    // From the end of the file, so that a layer that is put in changes no place that is still to come.
    for (const edit of inOneGo(advice.filter((one) => one.code === code).flatMap(({ fixes: [best] = [] }) => best?.edit ?? []))) {
      const result = applyEdit(now, edit);
      if (!result.ok || result.edits.length === 0) continue;
      now = applyTextEdits(now, result.edits);
      edits.push(edit);
    }
    if (edits.length === before) stuck.add(code);
  }
  return edits.length > 0 ? { type: 'several', edits } : undefined;
}

const CODES = Object.keys(adviceCatalog) as AdviceCode[];

/** Fields of different layers are set together: the text is read once for all of them. */
function inOneGo(edits: readonly Edit[]): readonly Edit[] {
  const apart = edits.every(({ type }) => type === 'setField');
  return apart && edits.length > 1 ? [{ type: 'several', edits }] : edits.toReversed();
}
