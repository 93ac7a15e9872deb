import * as l10n from '@vscode/l10n';
import { memo, useRef, type ReactElement } from 'react';
import type { RunState } from '../../../src/core/training/run';
import { Icon } from '../../shared/icons';
import { duration, metricValue, rateColumn, stepTime } from '../format';
import { endedRows, logKeys, presentRow, type LogRow } from './rows';
import { useWindow } from './useWindow';

/** The log as a table: also the charts' equal for those who do not see them. */
export function LogTable({ run }: { readonly run: RunState | undefined }): ReactElement {
  const scroller = useRef<HTMLDivElement>(null);
  const keys = run ? logKeys(run) : ['accuracy', 'loss', 'val_accuracy', 'val_loss'];
  const present = run && presentRow(run);
  const rows = run ? [...endedRows(run), ...(present ? [present] : [])] : [];
  const { from, to, above, below } = useWindow(scroller, rows.length);
  const rate = rateColumn(rows.flatMap(({ learningRate }) => learningRate ?? []));
  return (
    <div className="scroll" ref={scroller} tabIndex={0} role="region" aria-label={l10n.t('Log as a table')}>
      <table aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {[l10n.t('epoch'), l10n.t('steps'), l10n.t('time'), l10n.t('per step'), ...keys, 'learning_rate'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <Gap height={above} />}
          {rows.slice(from, to).map((row, i) => (
            <Row
              key={row.epoch}
              row={row}
              index={from + i + 2}
              epochs={run?.epochs ?? 0}
              keys={keys.join(' ')}
              rate={row.learningRate === undefined ? '' : rate(row.learningRate)}
            />
          ))}
          {below > 0 && <Gap height={below} />}
        </tbody>
      </table>
    </div>
  );
}

const Gap = ({ height }: { readonly height: number }): ReactElement => (
  <tr aria-hidden="true" className="gap">
    <td style={{ height }} />
  </tr>
);

interface RowProps {
  readonly row: LogRow;
  readonly index: number;
  readonly epochs: number;
  /** Joined, so that equal keys are equal. */
  readonly keys: string;
  readonly rate: string;
}

const Row = memo(function Row({ row, index, epochs, keys, rate }: RowProps): ReactElement {
  const { epoch, steps, seconds, secondsPerStep, values, best, progress } = row;
  return (
    <tr className={`${best ? 'best' : ''} ${progress === undefined ? '' : 'now'}`} aria-rowindex={index}>
      <th scope="row">
        {epoch}∕{epochs}
        {best && (
          <>
            <Icon name="star" />
            <span className="hidden">{l10n.t('best')}</span>
          </>
        )}
        {progress !== undefined && (
          <span className="bar" role="img" aria-label={l10n.t`${Math.round(progress * 100)}% done`}>
            <i style={{ width: `${progress * 100}%` }} />
          </span>
        )}
      </th>
      <td>{steps}</td>
      <td>{seconds === undefined ? '' : duration(seconds)}</td>
      <td>{secondsPerStep === undefined ? '' : stepTime(secondsPerStep)}</td>
      {keys.split(' ').map((key) => (
        <td key={key} className={Number.isFinite(values[key] ?? 0) ? '' : 'err'}>
          {metricValue(values[key])}
        </td>
      ))}
      <td>{rate}</td>
    </tr>
  );
});
