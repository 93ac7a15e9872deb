import * as l10n from '@vscode/l10n';
import { Fragment, type ReactElement } from 'react';
import { metricValue } from '../format';
import type { Cross } from './Charts';
import { across, down, isSeen, type Geometry } from './Plot';
import { placeTitle, readMetric, type Reading } from './reading';
import { titleOf, type Drawn, type Scene } from './series';
import type { Span } from './zoom';

interface CrosshairProps {
  readonly cross: Cross;
  readonly scene: Scene;
  readonly geometry: Geometry;
  /** None in the chart of the learning rate, which only has the line. */
  readonly metric?: string;
}

/** The line through all charts; on the one that is pointed at, a table of what is read there. */
export function Crosshair({ cross: { place, plot }, scene, geometry, metric }: CrosshairProps): ReactElement {
  // A step says nothing about another run, whose epochs may have other lengths.
  const others = place.epoch === undefined ? [] : scene.compared;
  const rows =
    metric === undefined
      ? []
      : [...(scene.shown ? [scene.shown] : []), ...others].map((drawn) => ({ drawn, reading: readMetric(drawn.run, metric, place) }));
  const known = rows.filter(({ reading }) => Object.values(reading).some((value) => value !== undefined));
  if (!isSeen(geometry, place.x)) return <></>;
  const left = across(geometry, place.x);
  return (
    <>
      <div className="cross" style={{ left }} />
      {known.map(({ drawn, reading }) => (
        <Dots key={drawn.run.id} drawn={drawn} reading={reading} left={left} geometry={geometry} shown={drawn === scene.shown} />
      ))}
      {metric !== undefined && plot === metric && known.length > 0 && (
        <Tip
          title={placeTitle(place, scene.shown?.run)}
          rows={known}
          left={left}
          before={place.x > geometry.xFrom + (geometry.xEnd - geometry.xFrom) * 0.55}
        />
      )}
    </>
  );
}

/** What a drag has marked. */
export function Brush({ brush, geometry }: { readonly brush: Span; readonly geometry: Geometry }): ReactElement {
  return <div className="brush" style={{ left: across(geometry, brush.from), right: `calc(100% - ${across(geometry, brush.to)})` }} />;
}

function Dots({
  drawn,
  reading,
  left,
  geometry,
  shown,
}: {
  drawn: Drawn;
  reading: Reading;
  left: string;
  geometry: Geometry;
  shown: boolean;
}): ReactElement {
  const dot = (value: number | undefined, kind: string) =>
    value !== undefined &&
    Number.isFinite(value) &&
    value >= geometry.axis.min &&
    value <= geometry.axis.max && <i className={`dot ${kind} run-${drawn.color}`} style={{ left, top: down(geometry, value) }} />;
  if (!shown) return <>{dot(reading.validation ?? reading.train, 'ring')}</>;
  return (
    <>
      {dot(reading.batch, 'small')}
      {dot(reading.train, '')}
      {dot(reading.validation, 'ring')}
    </>
  );
}

const COLUMNS = [
  ['batch', l10n.t('batch')],
  ['train', l10n.t('train')],
  ['validation', l10n.t('val')],
] as const satisfies readonly (readonly [keyof Reading, string])[];

function Tip({
  title,
  rows,
  left,
  before,
}: {
  title: string;
  rows: readonly { drawn: Drawn; reading: Reading }[];
  left: string;
  before: boolean;
}): ReactElement {
  const columns = COLUMNS.filter(([key]) => rows.some(({ reading }) => reading[key] !== undefined));
  return (
    <div
      className={`tipbox ${before ? 'before' : 'after'}`}
      style={{ left, gridTemplateColumns: `minmax(0, 1fr) repeat(${columns.length}, auto)` }}
    >
      <span className="th">{title}</span>
      {columns.map(([key, name]) => (
        <span key={key} className="mono dim">
          {name}
        </span>
      ))}
      {rows.map(({ drawn, reading }) => (
        <Fragment key={drawn.run.id}>
          <span className="name">
            <i className={`swatch run-${drawn.color}`} />
            {titleOf(drawn)}
          </span>
          {columns.map(([key]) => (
            <span key={key} className={`mono ${Number.isFinite(reading[key] ?? 0) ? '' : 'err'}`}>
              {metricValue(reading[key])}
            </span>
          ))}
        </Fragment>
      ))}
    </div>
  );
}
