import type { TextEdit } from '../edits';
import { joined } from './listEdits';

/** A piece of a text: taken over from the old one, or new. */
type Piece = { readonly from: number; readonly to: number } | { readonly text: string };

const lengthOf = (piece: Piece): number => ('text' in piece ? piece.text.length : piece.to - piece.from);
const part = (piece: Piece, from: number, to: number): Piece =>
  'text' in piece ? { text: piece.text.slice(from, to) } : { from: piece.from + from, to: piece.from + to };

/** A text of that length under several rounds of edits, each of which names places of what the one before it left. */
export function composed(length: number, rounds: readonly (readonly TextEdit[])[]): TextEdit[] {
  const pieces = rounds.reduce<readonly Piece[]>(edited, [{ from: 0, to: length }]);
  const edits: TextEdit[] = [];
  let at = 0;
  let content = '';
  for (const piece of [...pieces, { from: length, to: length }]) {
    if ('text' in piece) content += piece.text;
    else {
      if (content !== '' || piece.from > at) edits.push({ offset: at, length: piece.from - at, content });
      content = '';
      at = piece.to;
    }
  }
  return joined(edits);
}

function edited(pieces: readonly Piece[], edits: readonly TextEdit[]): Piece[] {
  const result: Piece[] = [];
  let [index, inside] = [0, 0];
  let at = 0;
  /** Goes on to a place, and takes what is on the way along. */
  const advance = (to: number, keep: boolean): void => {
    while (at < to) {
      const piece = pieces[index];
      if (!piece) return;
      const size = Math.min(lengthOf(piece) - inside, to - at);
      if (keep && size > 0) result.push(part(piece, inside, inside + size));
      at += size;
      inside += size;
      if (inside < lengthOf(piece)) continue;
      index += 1;
      inside = 0;
    }
  };
  for (const { offset, length, content } of [...edits].sort((a, b) => a.offset - b.offset || a.length - b.length)) {
    advance(offset, true);
    advance(offset + length, false);
    if (content !== '') result.push({ text: content });
  }
  advance(Infinity, true);
  return result;
}
