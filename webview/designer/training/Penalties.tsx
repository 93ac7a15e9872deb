import * as l10n from '@vscode/l10n';
import { useMemo, type ReactElement } from 'react';
import { registries } from '../../../src/core/layers/registries';
import { offeredPenalties, penaltiesOf, setPenalty } from '../../../src/core/training/layerPenalties';
import { Choice, type Option } from '../inspector/Choice';
import { FieldRow } from '../inspector/FieldRow';
import { beginning } from '../inspector/NamedEditor';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { EntryCard } from './EntryCard';
import { layersText } from '../../../src/core/countWords';
import { helpText } from '../../../src/core/helpText';

/** The penalties and constraints of all layers in one place: those that say the same are one card. */
export function Penalties(): ReactElement {
  const designer = useDesigner();
  const locked = useDesignerState(isLocked);
  const layers = useDesignerState(({ session }) => session.shown.layers);
  const groups = useMemo(() => penaltiesOf(layers), [layers]);
  const offered = useMemo(() => offeredPenalties(layers), [layers]);
  const options = offered.flatMap(({ field, layers: free }): Option[] => {
    const registry = field.value.kind === 'named' ? field.value.registry : 'regularizer';
    return registries[registry].map(({ name, help }) => ({
      id: `${field.name} ${name}`,
      text: l10n.t`${name} on ${field.name.replace(/_(regularizer|constraint)$/, '')}`,
      detail: `${layersText(free.length)}: ${helpText(help)}`,
    }));
  });
  const add = (id: string): void => {
    const [name = '', entry = ''] = id.split(' ');
    const offer = offered.find(({ field }) => field.name === name);
    if (!offer || offer.field.value.kind !== 'named') return;
    designer.commit(
      setPenalty(offer.layers, name, beginning(offer.field.value.registry, entry)),
      l10n.t`Added ${entry} to ${layersText(offer.layers.length)}.`,
    );
  };
  return (
    <>
      {groups.length === 0 && <div className="help">{l10n.t('No layer has a penalty or a constraint.')}</div>}
      {groups.map(({ field, value, layers: on }) => (
        <EntryCard
          key={`${field.name} ${on[0]?.id}`}
          title={field.name}
          detail={on.length > 3 ? layersText(on.length) : on.map(({ name }) => name).join(', ')}
          locked={locked}
          remove={() => designer.commit(setPenalty(on, field.name, undefined), l10n.t`Removed ${field.name} of ${layersText(on.length)}.`)}
        >
          <FieldRow
            field={field}
            label={l10n.t('type')}
            value={value}
            path={['layers', -1, field.name]}
            locked={locked}
            toEdit={(next) => setPenalty(on, field.name, next)}
          />
        </EntryCard>
      ))}
      {!locked && options.length > 0 && (
        <div className="adder">
          <Choice label={l10n.t('Add a penalty')} options={options} value="" fallback={l10n.t('Add to all layers…')} dim onChoose={add} />
        </div>
      )}
    </>
  );
}
