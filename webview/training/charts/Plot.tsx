import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import type { Axis } from './axis';
import { LEFT, RIGHT, type ChartLook } from './chart';
import type { ChartGroup, Compose } from './chartGroup';
import type { ChartData } from './series';

/** What the overlay of a chart needs to know of its last drawing. */
export interface Geometry {
  /** Of the plotting area, in CSS pixels. */
  readonly width: number;
  readonly xFrom: number;
  readonly xEnd: number;
  readonly axis: Axis;
  readonly best?: ChartData['best'];
  readonly broken?: ChartData['broken'];
  readonly phases?: ChartData['phases'];
  readonly changes?: ChartData['changes'];
}

export interface PlotProps {
  readonly group: ChartGroup | undefined;
  readonly name: string;
  readonly look: ChartLook;
  readonly compose: Compose;
  /** Drawn over the plotting area; places are in per cent of it. */
  readonly overlay: (geometry: Geometry) => ReactNode;
}

/** A canvas, and over it what is better as text: labels, the crosshair, what it reads. */
export function Plot({ group, name, look, compose, overlay }: PlotProps): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const [geometry, setGeometry] = useState<Geometry>();

  useEffect(() => {
    if (!group || !place.current) return undefined;
    return group.add(place.current, look, compose, ({ xFrom, xEnd, axis, best, broken, phases, changes }, width) => {
      const now = { width, xFrom, xEnd, axis, best, broken, phases, changes };
      setGeometry((known) => (JSON.stringify(known) === JSON.stringify(now) ? known : now));
    });
  }, [group, look, compose]);

  const inset = { left: LEFT, right: RIGHT, top: look.top, bottom: look.bottom };
  return (
    <div className={`plot ${name}`} data-plot={name}>
      <div className="canvas" ref={place} aria-hidden="true" />
      <div className="over" style={inset}>
        {geometry && overlay(geometry)}
      </div>
    </div>
  );
}

/** Per cent from the left and the top of the plotting area. */
export const across = ({ xFrom, xEnd }: Geometry, x: number): string => `${(100 * (x - xFrom)) / (xEnd - xFrom)}%`;
export function down({ axis }: Geometry, y: number): string {
  const { min, max } = axis;
  const share = axis.log ? Math.log(y / min) / Math.log(max / min) : (y - min) / (max - min);
  return `${100 * (1 - share)}%`;
}

/** Whether a place on the x axis is in the picture. */
export const isSeen = ({ xFrom, xEnd }: Pick<Geometry, 'xFrom' | 'xEnd'>, x: number): boolean => x >= xFrom && x <= xEnd;
