import * as l10n from '@vscode/l10n';
import { useEffect, useState, type ReactElement } from 'react';
import type { JsonObject, TrainingSection } from '../../../src/core/document';
import { formatShape } from '../../../src/core/format';
import type { LayerReuse } from '../../../src/core/training/events';
import { weightsFields } from '../../../src/core/training/weights';
import type { WeightsChoice } from '../../../src/protocol/designerQuestions';
import { AdviceBox } from '../inspector/Advice';
import { Choice } from '../inspector/Choice';
import { FieldRow } from '../inspector/FieldRow';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { outcomeWords, reuseWords } from './reuseWords';

const FILE = '\0file';

/** What the model begins with in place of its initializers, and what that comes to for each layer. */
export function Weights({ training }: { readonly training: TrainingSection }): ReactElement {
  const designer = useDesigner();
  const locked = useDesignerState(isLocked);
  const [choices, setChoices] = useState<readonly WeightsChoice[]>([]);
  const section = (training as JsonObject).weights;
  const weights: JsonObject = typeof section === 'object' && section !== null && !Array.isArray(section) ? (section as JsonObject) : {};
  const from = typeof weights.from === 'string' ? weights.from : '';
  useEffect(() => {
    let here = true;
    void designer.questions.ask({ type: 'listWeights' }).then((answer) => {
      if (here && answer.type === 'weightsListed') setChoices(answer.choices);
    });
    return () => {
      here = false;
    };
  }, [designer]);
  const set = (value: string | undefined): void =>
    void designer.commit(
      value === undefined ? { type: 'setTraining', path: ['weights'] } : { type: 'setTraining', path: ['weights', 'from'], value },
      value === undefined ? l10n.t('Begins with its initializers.') : l10n.t`Begins with the weights of ${value}.`,
    );
  const choose = (id: string): void => {
    if (id !== FILE) return set(id === '' ? undefined : id);
    void designer.questions.ask({ type: 'chooseFile', what: 'weights' }).then((answer) => {
      if (answer.type === 'fileChosen' && answer.file !== undefined) set(answer.file);
    });
  };
  const options = [
    { id: '', text: l10n.t('initializers'), detail: l10n.t('what each layer says') },
    ...choices.map(({ from: id, detail }) => ({ id, text: id, detail })),
    { id: FILE, text: l10n.t('a file…'), detail: '.safetensors' },
  ];
  return (
    <>
      <div className={`frow ${from === '' ? '' : 'mod'}`}>
        <label title={l10n.t('The weights that training begins with.')}>{l10n.t('begin with')}</label>
        <Choice label={l10n.t('Begin with')} options={options} value={from} fallback={from} disabled={locked} onChoose={choose} />
      </div>
      {from !== '' &&
        weightsFields
          .filter(({ name }) => name !== 'from')
          .map((field) => (
            <FieldRow
              key={field.name}
              field={field}
              value={weights[field.name]}
              path={['training', 'weights', field.name]}
              locked={locked}
              sub
              {...(field.name === 'layers' && { none: l10n.t('all that fit') })}
              toEdit={(value) => ({ type: 'setTraining', path: ['weights', field.name], ...(value !== undefined && { value }) })}
            />
          ))}
      {from !== '' && <Report />}
    </>
  );
}

/** Layer by layer: kept, resized, new or refused. */
function Report(): ReactElement | null {
  const look = useDesignerState(({ weightsLook }) => weightsLook);
  const trusted = useDesignerState((state) => state.trusted);
  if (!trusted)
    return <div className="help">{l10n.t('What fits is shown once this workspace is trusted: the weights are read for that.')}</div>;
  if (!look) return null;
  if (look.state === 'reading') return <div className="help preview-note">{l10n.t('Reading the weights…')}</div>;
  if (look.state === 'refused')
    return (
      <AdviceBox severity="warning">
        <div>
          {look.failure.message} {look.failure.cause} {look.failure.next}
        </div>
      </AdviceBox>
    );
  const count = (outcome: LayerReuse['outcome']): number => look.layers.filter((layer) => layer.outcome === outcome).length;
  const outcomes = (['kept', 'resized', 'new', 'refused'] as const).filter((outcome) => count(outcome) > 0);
  return (
    <>
      <div className="help" title={look.file}>
        {outcomes.map((outcome) => `${count(outcome)} ${outcomeWords[outcome]}`).join(', ')}
        {look.epoch !== undefined && ` · ${l10n.t`from epoch ${look.epoch}`}`}
      </div>
      <ul className="reuse" aria-label={l10n.t('What becomes of each layer')}>
        {look.layers.map(({ name, outcome, shapes = [] }) => (
          <li key={name}>
            <span className="mono">{name}</span>
            <span className={`outcome ${outcome}`} title={reuseWords[outcome]}>
              {outcomeWords[outcome]}
            </span>
            {shapes.map(({ weight, before, now }) => (
              <span key={weight} className="shapes dim mono">
                {weight.split('/').at(-1)} {before ? formatShape(before) : l10n.t('none')} → {formatShape(now)}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}
