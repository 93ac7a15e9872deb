import * as l10n from '@vscode/l10n';
import { useMemo, useState, type ReactElement } from 'react';
import type { TrainingSection } from '../../../src/core/document';
import { rateEdit } from '../../../src/core/training/rateEdit';
import { rateSubject } from '../../../src/core/training/rateSubject';
import type { RangePoint } from '../../../src/core/training/rangeTest';
import { Button } from '../../shared/controls';
import { AdviceBox } from '../inspector/Advice';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { Chart, type Point } from './Chart';
import { logScale, rateText } from './rateScale';

const HEIGHT = 96;
/** A loss of more than so many times the first is out of sight: the curve before it is what counts. */
const CLIMBED = 1.6;

function draw(points: readonly RangePoint[]) {
  const scale = logScale(points[0]?.learningRate ?? 1e-6, points.at(-1)?.learningRate ?? 10);
  const seen = points.filter(({ smoothed }) => Number.isFinite(smoothed));
  const losses = seen.map(({ smoothed }) => smoothed);
  const [least, most] = [Math.min(...losses), Math.min(Math.max(...losses), CLIMBED * (losses[0] ?? 1))];
  const up = (loss: number): number => 0.06 + 0.88 * Math.max(0, Math.min(1.06, (loss - least) / (most - least || 1)));
  const curve = (value: (point: RangePoint) => number): Point[] =>
    seen.map((point) => [scale.place(point.learningRate), up(value(point))] as const);
  return { scale, raw: curve(({ loss }) => loss), smoothed: curve((point) => point.smoothed), least, most };
}

/** The learning-rate range test: the loss over the rate while it is tried, and the rate to take from it. */
export function RateSearch({ training }: { readonly training: TrainingSection }): ReactElement {
  const designer = useDesigner();
  const search = useDesignerState(({ rateSearch }) => rateSearch);
  const locked = useDesignerState(isLocked);
  const trusted = useDesignerState((state) => state.trusted);
  const busy = useDesignerState(({ run }) => run?.phase === 'running');
  const [chosen, setChosen] = useState<number>();
  const points = search && 'points' in search ? search.points : undefined;
  const drawn = useMemo(() => (points && points.length > 1 ? draw(points) : undefined), [points]);
  const running = search?.phase === 'running';
  const find = (): void => {
    setChosen(undefined);
    designer.post({ type: 'findRate' });
  };
  const design = useDesignerState(({ session }) => session.shown.design);
  const changed = useMemo(
    () => search?.phase === 'found' && design !== undefined && search.subject !== rateSubject(design),
    [search, design],
  );
  const suggestion = search?.phase === 'found' ? search.suggestion : undefined;
  const rate = chosen ?? suggestion;
  const at = drawn && rate !== undefined ? drawn.scale.place(rate) : undefined;
  const lossAt = (tried: number): number | undefined =>
    points?.reduce<RangePoint | undefined>((near, point) => (point.learningRate <= tried * 1.0001 ? point : near), undefined)?.smoothed;
  const reading =
    rate === undefined
      ? l10n.t('no rate chosen')
      : l10n.t`rate ${rateText(rate)}, loss ${lossAt(rate)?.toPrecision(3) ?? l10n.t('unknown')}`;
  const choose = (place: number): void => drawn && setChosen(Number(drawn.scale.value(place).toPrecision(2)));
  const step = (from: number | undefined, direction: 1 | -1, large: boolean): number =>
    Math.max(0, Math.min(1, (from ?? at ?? 0.5) + direction * (large ? 0.1 : 0.015)));
  return (
    <div className="ratesearch">
      {search?.phase === 'failed' && (
        <AdviceBox severity="error">
          <div>
            {search.message} {search.cause} {search.next}
          </div>
        </AdviceBox>
      )}
      {drawn && (
        <>
          <div className="readout">
            <span>
              {running
                ? l10n.t`Trying rates: ${points?.length ?? 0} of ${'steps' in search ? search.steps : ''} steps`
                : rate === undefined
                  ? l10n.t('The loss did not fall at any of these rates')
                  : reading}
            </span>
            {search?.phase === 'found' && rate !== undefined && (
              <span className="dim">
                {rate === suggestion ? l10n.t('suggested') : suggestion === undefined ? '' : l10n.t`suggested: ${rateText(suggestion)}`}
              </span>
            )}
          </div>
          <Chart
            label={l10n.t('Loss over the learning rate')}
            reading={reading}
            curves={[{ pieces: [drawn.raw], className: 'faint' }, { pieces: [drawn.smoothed] }]}
            across={drawn.scale.ticks}
            up={[
              { at: 0.06, text: drawn.least.toPrecision(2) },
              { at: 0.94, text: drawn.most.toPrecision(2) },
            ]}
            {...(at !== undefined && !running && { mark: { at, text: rateText(rate ?? 0) } })}
            at={undefined}
            height={HEIGHT}
            step={step}
            onAt={(place, how) => place !== undefined && how !== 'hover' && !running && choose(place)}
          />
        </>
      )}
      {changed && <div className="help">{l10n.t('The design has changed since these rates were tried.')}</div>}
      <div className="links">
        {running ? (
          <button className="link" onClick={() => designer.post({ type: 'stopFindingRate' })}>
            {l10n.t('Cancel')}
          </button>
        ) : (
          <>
            {drawn && rate !== undefined && (
              <Button
                kind="secondary"
                disabled={locked}
                onClick={() => designer.commit(rateEdit(training, rate), l10n.t`The learning rate is ${rateText(rate)}.`)}
              >
                {l10n.t`Use ${rateText(rate)}`}
              </Button>
            )}
            {!locked && trusted && !busy && (
              <button className="link" onClick={find} title={l10n.t('Tries about 200 rates, each larger than the last, for one step each')}>
                {drawn ? l10n.t('Find again') : l10n.t('Find a learning rate…')}
              </button>
            )}
          </>
        )}
      </div>
    </div>
  );
}
