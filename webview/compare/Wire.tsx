import type { ReactElement } from 'react';
import { LANE, type Wires } from './lanes';

interface WireProps {
  readonly wires: Wires;
  readonly at: number;
  /** Height of the card and of the whole row, in pixels. */
  readonly card: number;
  readonly height: number;
  /** Where cards begin, from the left edge of their side. */
  readonly left: number;
}

/** The straight line, from the left edge of the card. */
const LINE = 23.5;

/** The piece of the connections that is in this row. */
export function Wire({ wires, at, card, height, left }: WireProps): ReactElement {
  const { down, past, arrives, begins, passes, ends, heads } = wires;
  const lane = (bit: number): number => left - 9.5 - bit * LANE;
  const middle = Math.min(16, card / 2);
  const parts: string[] = [];
  const x = left + LINE;
  if (past[at]) parts.push(`M${x} 0V${height}`);
  if (down[at]) parts.push(`M${x} ${card}V${height}`);
  for (let bit = 0; bit < wires.lanes; bit++) {
    const mask = 1 << bit;
    if (passes[at]! & mask) parts.push(`M${lane(bit)} 0V${height}`);
    if (begins[at]! & mask) parts.push(`M${left} ${middle}H${lane(bit) + 5}Q${lane(bit)} ${middle} ${lane(bit)} ${middle + 5}V${height}`);
    if (ends[at]! & mask) parts.push(`M${lane(bit)} 0V${middle - 5}Q${lane(bit)} ${middle} ${lane(bit) + 5} ${middle}H${left}`);
  }
  return (
    <svg className="wire" width={left + LINE + 8} height={height} aria-hidden="true">
      <path d={parts.join('')} />
      {arrives[at] === 1 && <path className="tip" d={`M${x - 4} -6h8l-4 5.5z`} />}
      {heads[at] === 1 && <path className="tip" d={`M${left - 6} ${middle - 4}v8l5.5 -4z`} />}
    </svg>
  );
}
