import type { InstanceAnalysis, LayerAnalysis } from '../analysis';
import type { Diagnostic } from '../diagnostics';
import type { Expansion } from './expansion';

/** A problem of the expanded design at its place in the file. */
export function onText(diagnostic: Diagnostic, { origins }: Expansion): Diagnostic {
  const { path } = diagnostic.place;
  const [section, index, field, at] = path;
  const origin = section === 'layers' && typeof index === 'number' ? origins[index] : undefined;
  if (!origin) return diagnostic;
  const written = typeof field === 'string' ? origin.layer[field] : undefined;
  // One name in the file may stand for several layers.
  const isThere = field !== 'inputs' || at === undefined || (Array.isArray(written) && typeof at === 'number' && at < written.length);
  const rest = path.slice(2, isThere ? undefined : 3);
  return { ...diagnostic, place: { ...diagnostic.place, path: [...origin.path, ...rest] } };
}

/** What is wrong in a block is told once, not for each of its uses. */
export function onceEach<Problem extends Pick<Diagnostic, 'code' | 'place'>>(diagnostics: readonly Problem[]): Problem[] {
  const told = new Set<string>();
  return diagnostics.filter(({ code, place }) => {
    const key = `${code} ${JSON.stringify(place)}`;
    const first = !told.has(key);
    told.add(key);
    return first;
  });
}

/** Whether a problem is one of a layer: told of it, or of the text that it shares with others. */
export function concerns({ code, layer, place: { path } }: Diagnostic, one: LayerAnalysis): boolean {
  const { id, origin } = one;
  if (layer === id || ('members' in one && layer !== undefined && (one as InstanceAnalysis).members.includes(layer))) return true;
  if (origin?.path[0] !== 'blocks' || !isOfText(code)) return false;
  return origin.path.every((step, i) => step === path[i]);
}

/** Problems of what is written, whatever comes in. */
export const isOfText = (code: string): boolean => /^(field|layer|block)\./.test(code);
