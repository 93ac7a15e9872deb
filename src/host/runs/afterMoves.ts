import path from 'node:path';

/** A file or a folder, and where it went. */
export type Move = readonly [from: string, to: string];

/** Where a file is after these moves, the oldest first. */
export function afterMoves(file: string, moves: readonly (readonly [...Move, ...unknown[]])[]): string {
  return moves.reduce((place, [from, to]) => {
    if (place === from) return to;
    return place.startsWith(from + path.sep) ? to + place.slice(from.length) : place;
  }, file);
}
