import { decompose, type Piece } from './decompose';
import { COLUMN_GAP, type Placement, type Spot, type Structure } from './layout';
import { emptyTable } from './tables';

export interface Spots {
  [id: string]: Spot;
}

/**
 * Rows and columns of a graph that is made of rows and forks, as nearly all models are, in time that grows with its size:
 * each fork stands below the middle of what it comes from. `undefined` where something is left that is neither.
 *
 * @param structure without its skips
 */
export function piecesPlacement(structure: Structure): Placement | undefined {
  const { nodes, spans } = decompose(structure);
  const [whole] = spans;
  if (nodes.length > 0 || spans.length > 1) return undefined;
  const spots: Spots = emptyTable<Spot>();
  if (whole?.piece) placePiece(whole.piece, { rank: 0, x: 0 }, spots);
  return spots;
}

/** Gives the layers of a piece their spots, its first row and its middle being there. Rows are nested as deep as they are long. */
export function placePiece(piece: Piece, at: Spot, spots: Spots): void {
  const waiting = [{ piece, at }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { rank, x } = next.at;
    if ('node' in next.piece) {
      const { above, node, below } = next.piece;
      const own = rank + (above?.length ?? 0);
      spots[node] = { rank: own, x };
      if (above) waiting.push({ piece: above, at: next.at });
      if (below) waiting.push({ piece: below, at: { rank: own + 1, x } });
      continue;
    }
    const { parts, length, width } = next.piece;
    let left = x - width / 2;
    for (const { piece: part, low } of [...parts].sort((a, b) => a.order - b.order)) {
      waiting.push({ piece: part, at: { rank: low ? rank + length - part.length : rank, x: Math.round(left + part.width / 2) } });
      left += part.width + COLUMN_GAP;
    }
  }
}
