import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { formatBytes, formatCount } from '../../../src/core/format';
import { unknownLayersText } from '../../../src/core/unknownLayers';
import type { ViewedModel as Viewed } from '../../../src/protocol/designer';
import { Icon } from '../../shared/icons';
import { useDesigner, useDesignerState } from '../state/designer';
import { AdviceBox } from './Advice';
import { ModelCosts } from './Costs';

const FORMATS: Readonly<Record<Viewed['format'], string>> = {
  'keras-file': 'Keras 3 (.keras)',
  h5: 'Keras (HDF5)',
  json: 'Keras (JSON)',
  tfjs: 'TensorFlow.js',
  onnx: 'ONNX',
};

/** What there is to say of a model that is only looked at, as long as no layer is selected. */
export function ViewedModel({ model }: { readonly model: Viewed }): ReactElement {
  const designer = useDesigner();
  const layers = useDesignerState(({ session }) => session.shown.layers.length);
  const { name, format, bytes, unknown, notes } = model;
  const strange = unknownLayersText(unknown);
  return (
    <>
      <div className="ihead">
        <h2 className="t">
          <Icon name="layers" />
          <span className="filename" title={name}>
            {name}
          </span>
        </h2>
        <div className="dim small at">{l10n.t('no layer selected')}</div>
      </div>
      <div className="scroll">
        <dl className="facts">
          <dt>{l10n.t('Format')}</dt>
          <dd>{FORMATS[format]}</dd>
          <dt>{l10n.t('File')}</dt>
          <dd className="mono">{formatBytes(bytes)}</dd>
          <dt>{l10n.t('Layers')}</dt>
          <dd className="mono">{formatCount(layers)}</dd>
        </dl>
        {strange !== undefined && (
          <AdviceBox severity="warning">
            <div>
              {strange}{' '}
              {unknown.length === 1 ? l10n.t('It is shown as it is in the file.') : l10n.t('They are shown as they are in the file.')}
            </div>
          </AdviceBox>
        )}
        {notes.map((note) => (
          <AdviceBox key={note} severity="hint" icon="info">
            <div>{note}</div>
          </AdviceBox>
        ))}
        <ModelCosts />
        <div className="viewed">
          <p className="help">
            {l10n.t('This file is only shown. As a design it can be changed, trained and compared; its weights go with it.')}
          </p>
          <button className="link" onClick={() => designer.post({ type: 'importViewed' })}>
            {l10n.t('Import as Design')}
          </button>
        </div>
      </div>
    </>
  );
}
