import { useRef, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';

/** Of the drawing; it is stretched to the room there is. */
const SIDE = 1000;

/** A point of a curve: how far to the right and how far up, both from 0 to 1. */
export type Point = readonly [x: number, y: number];

export interface Curve {
  /** One path each: a curve may have gaps. */
  readonly pieces: readonly (readonly Point[])[];
  readonly className?: string;
}

export interface Tick {
  readonly at: number;
  /** Absent: a line alone. */
  readonly text?: string;
}

interface ChartProps {
  /** For screen readers: what is drawn. */
  readonly label: string;
  /** What is said of the place where the hand is. */
  readonly reading: string;
  readonly curves: readonly Curve[];
  readonly across: readonly Tick[];
  readonly up: readonly Tick[];
  /** The place that the hand is at, from 0 to 1; absent: nowhere. */
  readonly at?: number;
  /** A place that is marked by itself. */
  readonly mark?: { readonly at: number; readonly text: string };
  readonly height: number;
  /** Where arrow keys go from a place: the next one that has a value. */
  readonly step: (from: number | undefined, direction: 1 | -1, large: boolean) => number;
  /** `hover`: the pointer is there; `press`: with its button down; `undefined`: it left. */
  readonly onAt: (at: number | undefined, how: 'hover' | 'press' | 'key') => void;
}

/** A small chart whose value is read where the pointer or the arrow keys are. */
export function Chart({ label, reading, curves, across, up, at, mark, height, step, onAt }: ChartProps): ReactElement {
  const plot = useRef<HTMLDivElement>(null);
  const placeOf = ({ clientX }: PointerEvent): number => {
    const box = plot.current?.getBoundingClientRect();
    return box ? Math.max(0, Math.min(1, (clientX - box.left) / box.width)) : 0;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, shiftKey } = event;
    if (key === 'ArrowRight' || key === 'ArrowUp') onAt(step(at, 1, shiftKey), 'key');
    else if (key === 'ArrowLeft' || key === 'ArrowDown') onAt(step(at, -1, shiftKey), 'key');
    else if (key === 'PageUp' || key === 'PageDown') onAt(step(at, key === 'PageUp' ? 1 : -1, true), 'key');
    else if (key === 'Home' || key === 'End') onAt(key === 'Home' ? 0 : 1, 'key');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="lchart">
      <div className="yticks" aria-hidden="true" style={{ height }}>
        {up.map(({ at: y, text }) => (
          <span key={y} style={{ bottom: `${y * 100}%` }}>
            {text}
          </span>
        ))}
      </div>
      <div
        ref={plot}
        className="plot"
        style={{ height }}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round((at ?? 0) * 100)}
        aria-valuetext={reading}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => onAt(placeOf(event), event.buttons === 1 ? 'press' : 'hover')}
        onPointerLeave={() => onAt(undefined, 'hover')}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          onAt(placeOf(event), 'press');
        }}
      >
        <svg viewBox={`0 0 ${SIDE} ${SIDE}`} preserveAspectRatio="none" aria-hidden="true">
          {up.map(({ at: y }) => (
            <path key={`y${y}`} className="grid" d={`M0 ${(1 - y) * SIDE}H${SIDE}`} />
          ))}
          {across.map(({ at: x }) => (
            <path key={`x${x}`} className="grid" d={`M${x * SIDE} 0V${SIDE}`} />
          ))}
          {curves.map(({ pieces, className = '' }, i) => (
            <path key={i} className={`curveline ${className}`} d={pieces.map(pathOf).join('')} />
          ))}
        </svg>
        {mark && (
          <span className={`mark ${mark.at > 0.6 ? 'left' : ''}`} style={{ left: `${mark.at * 100}%` }}>
            <span>{mark.text}</span>
          </span>
        )}
        {at !== undefined && <span className="hair" style={{ left: `${at * 100}%` }} />}
      </div>
      <div className="xticks" aria-hidden="true">
        {across.map(
          ({ at: x, text }) =>
            text !== undefined && (
              <span key={x} className={x < 0.03 ? 'first' : x > 0.97 ? 'last' : ''} style={{ left: `${x * 100}%` }}>
                {text}
              </span>
            ),
        )}
      </div>
    </div>
  );
}

function pathOf(points: readonly Point[]): string {
  const place = ([x, y]: Point): string => `${(x * SIDE).toFixed(1)} ${((1 - y) * SIDE).toFixed(1)}`;
  const [first, ...rest] = points;
  if (!first) return '';
  // A single point is drawn as a short line.
  return `M${place(first)}${rest.length === 0 ? 'h1' : rest.map((point) => `L${place(point)}`).join('')}`;
}
