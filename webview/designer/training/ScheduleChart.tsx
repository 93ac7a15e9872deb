import * as l10n from '@vscode/l10n';
import { useMemo, useState, type ReactElement } from 'react';
import { formatCount } from '../../../src/core/format';
import { rateAt, stepsToRead, type RateCourse } from '../../../src/core/training/course';
import { Chart, type Point, type Tick } from './Chart';
import { rateScale, rateText, type Scale } from './rateScale';

const POINTS = 300;
const HEIGHT = { rate: 84, momentum: 38 } as const;

interface Drawn {
  readonly scale: Scale;
  readonly pieces: readonly (readonly Point[])[];
  readonly momentum: readonly (readonly Point[])[];
  /** The least and the most of it. */
  readonly momentumEnds: readonly [number, number];
  /** The largest rate of all. */
  readonly peak: number;
  readonly epochs: readonly Tick[];
}

function draw(course: RateCourse): Drawn {
  const across = (step: number): number => (course.steps < 2 ? 0 : step / (course.steps - 1));
  const read = stepsToRead(course, POINTS).map((steps) => steps.map((step) => ({ step, now: rateAt(course, step) })));
  const rates = read.map((points) => points.map(({ now }) => now?.learningRate ?? 0));
  const all = rates.flat().filter((rate) => rate > 0);
  const scale = rateScale(
    rates.map((part) => Math.max(0, ...part)),
    all.length > 0 ? Math.min(...all) : 0,
  );
  const pieces = read.map((points) =>
    points.flatMap(({ step, now }): Point[] => (now ? [[across(step), scale.place(now.learningRate)]] : [])),
  );
  const moved = read.flat().flatMap(({ now }) => now?.momentum ?? []);
  const [least, most] = [Math.min(...moved), Math.max(...moved)];
  const momentum = read.map((points) =>
    points.flatMap(({ step, now }): Point[] =>
      now?.momentum === undefined ? [] : [[across(step), 0.06 + (0.88 * (now.momentum - least)) / (most - least || 1)]],
    ),
  );
  return {
    scale,
    pieces,
    momentum: momentum.filter((part) => part.length > 0),
    momentumEnds: [least, most],
    peak: Math.max(0, ...all),
    epochs: epochTicks(course),
  };
}

/** A line at the end of each epoch, or of every so many; the first and the last with their number. */
function epochTicks({ steps, stepsPerEpoch }: RateCourse): readonly Tick[] {
  const epochs = Math.round(steps / stepsPerEpoch);
  const every = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => epochs / size <= 12) ?? Math.ceil(epochs / 12);
  const labelled = Math.max(1, Math.ceil(epochs / every / 4));
  const ticks: Tick[] = [];
  for (let epoch = 0; epoch <= epochs; epoch += every)
    ticks.push({
      at: epoch / epochs,
      ...((epoch / every) % labelled === 0 && { text: epoch === 0 ? l10n.t('epoch 0') : formatCount(epoch) }),
    });
  return ticks;
}

/** The learning rate over the steps of the whole run, phase after phase, and momentum below it where a schedule moves it. */
export function ScheduleChart({ course }: { readonly course: RateCourse }): ReactElement {
  const [at, setAt] = useState<number>();
  const { scale, pieces, momentum, momentumEnds, peak, epochs } = useMemo(() => draw(course), [course]);
  const last = Math.max(1, course.steps - 1);
  const stepOf = (place: number): number => Math.round(place * last);
  const now = at === undefined ? undefined : rateAt(course, stepOf(at));
  const [first, end] = [rateAt(course, 0), rateAt(course, last)];
  const reading = (place: number): string => {
    const here = rateAt(course, stepOf(place));
    if (!here) return l10n.t('not known');
    const epoch = Math.floor(stepOf(place) / course.stepsPerEpoch) + 1;
    const epochs = Math.round(course.steps / course.stepsPerEpoch);
    return [
      l10n.t`step ${formatCount(stepOf(place) + 1)}`,
      ...(course.parts.length > 1 ? [l10n.t`phase ${here.part.index + 1}`] : []),
      l10n.t`epoch ${formatCount(Math.min(epoch, epochs))}: ${rateText(here.learningRate)}`,
      ...(here.momentum === undefined ? [] : [l10n.t`momentum ${here.momentum.toFixed(3)}`]),
    ].join(', ');
  };
  const [start, finish] = [first?.learningRate, end?.learningRate];
  const flat = pieces.flat().every(([, y], _, [point]) => y === point?.[1]);
  const text = (rate: number | undefined): string => (rate === undefined ? '?' : rateText(rate));
  const above = start !== undefined && finish !== undefined && peak > 1.001 * Math.max(start, finish);
  const summary = flat
    ? l10n.t`${text(start)} at every step`
    : above
      ? l10n.t`${text(start)} at first, ${text(peak)} at most, ${text(finish)} in the end`
      : l10n.t`${text(start)} at first, ${text(finish)} in the end`;
  const move = (from: number | undefined, direction: 1 | -1, large: boolean): number => {
    const size = large ? course.stepsPerEpoch : Math.max(1, Math.round(course.steps / 100));
    return from === undefined ? (direction > 0 ? 0 : 1) : Math.max(0, Math.min(1, (stepOf(from) + direction * size) / last));
  };
  const common = { across: epochs, at, step: move, onAt: (place: number | undefined) => setAt(place) };
  return (
    <div className="schedule">
      <div className="readout">
        <span className={now ? 'mono' : ''}>{at === undefined ? summary : reading(at)}</span>
        {scale.logarithmic && at === undefined && <span className="dim">{l10n.t('log scale')}</span>}
      </div>
      <Chart
        {...common}
        label={l10n.t('Learning rate over the run')}
        reading={at === undefined ? summary : reading(at)}
        curves={[{ pieces }]}
        up={scale.ticks}
        height={HEIGHT.rate}
      />
      {momentum.length > 0 && (
        <>
          <div className="readout dim">{l10n.t('momentum')}</div>
          <Chart
            {...common}
            across={epochs.map(({ at: x }) => ({ at: x }))}
            label={l10n.t('Momentum over the run')}
            reading={at === undefined ? l10n.t('moved by the schedule') : reading(at)}
            curves={[{ pieces: momentum }]}
            up={[
              { at: 0.06, text: rateText(momentumEnds[0]) },
              { at: 0.94, text: rateText(momentumEnds[1]) },
            ]}
            height={HEIGHT.momentum}
          />
        </>
      )}
    </div>
  );
}
