import type { ReactElement } from 'react';
import { curves, shapesOf, type IconName, type IconShape } from './iconShapes';

export type { IconName } from './iconShapes';

function Shape({ shape }: { readonly shape: IconShape }): ReactElement {
  const filled = { fill: 'currentColor', stroke: 'none' } as const;
  switch (shape.element) {
    case 'path':
      return (
        <path
          d={shape.d}
          strokeDasharray={shape.dash}
          strokeOpacity={shape.opacity}
          strokeWidth={shape.width}
          {...(shape.solid && filled)}
        />
      );
    case 'circle':
      return <circle cx={shape.x} cy={shape.y} r={shape.r} {...(shape.solid && filled)} />;
    case 'rect':
      return (
        <rect
          x={shape.x}
          y={shape.y}
          width={shape.width}
          height={shape.height}
          rx={1}
          {...(shape.fill && { ...filled, fillOpacity: shape.fill })}
        />
      );
  }
}

/** Always beside words or in a control that has a name of its own, so hidden from assistive technology. */
export function Icon({ name, className = '' }: { readonly name: IconName; readonly className?: string }): ReactElement {
  return (
    <svg className={`ico ${className}`} viewBox="0 0 16 16" aria-hidden="true">
      {shapesOf(name).map((shape, i) => (
        <Shape key={i} shape={shape} />
      ))}
    </svg>
  );
}

/** The graph of an activation function; nothing for one that has none here. */
export function Curve({ name }: { readonly name: string }): ReactElement | null {
  // Any word may stand where the name of an activation belongs.
  const d = Object.hasOwn(curves, name) ? curves[name] : undefined;
  return d === undefined ? null : (
    <svg className="curve" viewBox="0 0 13.5 10" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}
