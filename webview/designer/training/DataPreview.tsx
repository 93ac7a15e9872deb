import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { classNameOf } from '../../../src/core/evaluation/classNames';
import { formatBytes, formatCount, formatShape } from '../../../src/core/format';
import type { OwnData } from '../../../src/core/training/ownData';
import type { DataPreview as Preview, PreviewedSample, Spread } from '../../../src/protocol/dataPreview';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { Picture } from '../../shared/Picture';
import { AdviceBox } from '../inspector/Advice';
import { useDesignerState } from '../state/designer';
import { ClassCounts } from './ClassCounts';
import { valueText } from './valueText';

interface PreviewProps {
  /** The data as the first input and the first output see it. */
  readonly own: OwnData;
  readonly download: () => void;
  readonly cancel: () => void;
}

/** The first samples, how many there are of each class, and what goes into the model; or why that cannot be seen. */
export function DataPreview(props: PreviewProps): ReactElement | null {
  const look = useDesignerState(({ dataLook }) => dataLook);
  const trusted = useDesignerState((state) => state.trusted);
  if (!trusted)
    return <div className="help">{l10n.t('Samples are shown once this workspace is trusted: their files are read for that.')}</div>;
  if (!look) return null;
  switch (look.state) {
    case 'reading':
      if (look.preview) return <Seen {...props} preview={look.preview} />;
      return <div className="help preview-note">{l10n.t('Reading the first samples…')}</div>;
    case 'downloading':
      return (
        <div className="help preview-note" role="status">
          {l10n.t`Downloading, ${formatBytes(look.received)} of ${formatBytes(look.total)}`}{' '}
          <button className="link" onClick={props.cancel}>
            {l10n.t('Cancel')}
          </button>
        </div>
      );
    case 'absent':
      return (
        <div className="help preview-note">
          {l10n.t`${look.absent} is not on this machine yet: training downloads it (${formatBytes(look.bytes)}).`}{' '}
          <button className="link" title={l10n.t`Into ${look.folder}`} onClick={props.download}>
            {l10n.t('Download now')}
          </button>
        </div>
      );
    case 'refused':
      return (
        <AdviceBox severity="warning">
          <div>
            {look.failure.message} {look.failure.cause} {look.failure.next}
          </div>
          <div className="fixes">
            <button className="link" onClick={props.cancel}>
              {l10n.t('Read again')}
            </button>
          </div>
        </AdviceBox>
      );
    case 'seen':
      return <Seen {...props} preview={look.preview} />;
  }
}

function Seen({ preview, own, ...props }: PreviewProps & { readonly preview: Preview }): ReactElement {
  const { shape, samples, pictures, inFile, intoModel, looked, training, validation, targets, misfit } = preview;
  const nameOf = classNameOf(own);
  const countsClasses = training.classes !== undefined && training.classes.length > 1;
  const targetOf = ({ target }: PreviewedSample): string => {
    if (targets.kind === 'input') return '';
    const [id = 0] = target;
    if (targets.kind === 'onehot') return nameOf(target.indexOf(1));
    return targets.kind === 'values' ? target.slice(0, 3).map(valueText).join(', ') : nameOf(id);
  };
  return (
    <div className="preview">
      {misfit && (
        <AdviceBox severity="warning">
          <div>
            {misfit.message} {misfit.next}
          </div>
        </AdviceBox>
      )}
      {pictures ? (
        <ul className="pictures" aria-label={l10n.t('First samples')}>
          {samples.map((sample, i) => (
            <li key={i}>
              <Picture
                bytes={sample.picture ?? ''}
                {...pictures}
                label={[l10n.t`Sample ${i + 1}`, targetOf(sample)].filter(Boolean).join(': ')}
              />
              <span title={targetOf(sample)}>{targetOf(sample)}</span>
            </li>
          ))}
        </ul>
      ) : (
        <div className="rowsof" tabIndex={0} role="region" aria-label={l10n.t('First samples')}>
          <table>
            <tbody>
              {samples.slice(0, 6).map(({ numbers = [], ...sample }, i) => (
                <tr key={i}>
                  {numbers.map((number, at) => (
                    <td key={at}>{valueText(number)}</td>
                  ))}
                  {shape.reduce((all, size) => all * size, 1) > numbers.length && <td className="dim">…</td>}
                  {targets.kind !== 'input' && <th scope="row">{targetOf({ ...sample, numbers })}</th>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <dl className="facts inline">
        <dt>{l10n.t('One sample')}</dt>
        <dd className="mono">{shape.length === 0 ? l10n.t('1 number') : formatShape(shape)}</dd>
        <dt title={l10n.t`Of ${formatCount(looked)} samples`}>{l10n.t('Values')}</dt>
        <dd className="mono">{spreadText(inFile)}</dd>
        {(intoModel.least !== inFile.least || intoModel.most !== inFile.most) && (
          <>
            <dt>{l10n.t('Into the model')}</dt>
            <dd className="mono">
              {spreadText(intoModel)}, <span className="dim">{l10n.t('mean')}</span> {valueText(meanOf(intoModel))}{' '}
              <span className="dim">σ</span> {valueText(intoModel.deviation)}
            </dd>
          </>
        )}
        {preview.targetSpread && (
          <>
            <dt>{l10n.t('Targets')}</dt>
            <dd className="mono">
              {spreadText(preview.targetSpread)}
              {preview.targetShape.length > 0 && <span className="dim">{`, ${l10n.t`${formatShape(preview.targetShape)} each`}`}</span>}
            </dd>
          </>
        )}
      </dl>
      {countsClasses && <ClassCounts training={training} validation={validation} nameOf={nameOf} />}
      <div className="again">
        <Button
          kind="icon"
          className="tiny"
          aria-label={l10n.t('Read the data again')}
          title={l10n.t('Read the data again')}
          onClick={props.cancel}
        >
          <Icon name="reset" />
        </Button>
      </div>
    </div>
  );
}

const spreadText = ({ least, most }: Spread): string => l10n.t`${valueText(least)} to ${valueText(most)}`;

/** Standardized values have a mean of nearly 0: what is left is rounding. */
const meanOf = ({ mean, deviation }: Spread): number => (Math.abs(mean) < 1e-9 * deviation ? 0 : mean);
