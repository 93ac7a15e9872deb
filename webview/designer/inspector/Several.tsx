import * as l10n from '@vscode/l10n';
import { useCallback, useMemo, type ReactElement } from 'react';
import { placeOf, writtenOf, type LayerAnalysis } from '../../../src/core/analysis';
import type { Json } from '../../../src/core/document';
import type { Edit } from '../../../src/core/edits';
import { formatCount } from '../../../src/core/format';
import type { Field } from '../../../src/core/layers/fields';
import { isDefault } from '../../../src/core/layers/readFields';
import { Icon } from '../../shared/icons';
import { layerIcon } from '../../shared/families';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { FieldRow } from './FieldRow';
import { Section } from './Section';
import { layersText } from '../../../src/core/countWords';

/** Several selected layers: what they are together, and the fields that all of them have where they are of one type. */
export function Several(): ReactElement {
  const designer = useDesigner();
  const selection = useDesignerState((state) => state.selection);
  const shown = useDesignerState(({ session }) => session.shown);
  const locked = useDesignerState(isLocked);
  const layers = useMemo(() => {
    const byId = new Map([...shown.layers, ...shown.instances].map((layer) => [layer.id, layer]));
    return selection.flatMap((id) => byId.get(id) ?? []);
  }, [shown, selection]);
  const count = layers.length;
  const parameters = layers.reduce((sum, layer) => sum + (layer.parameters?.total ?? 0), 0);
  const [first] = layers;
  const type = first && layers.every((layer) => layer.type === first.type) ? first.type : undefined;
  const act = (edit: Edit, words: string) => () => designer.commit(edit, words);
  return (
    <>
      <div className={`ihead f-${(type !== undefined && first?.spec?.family) || 'unknown'}`}>
        <h2 className="t">
          <Icon name={type === undefined ? 'layers' : layerIcon(type, first?.spec?.family)} className="fico" />
          {type === undefined ? layersText(count) : l10n.t`${formatCount(count)} ${type} layers`}
        </h2>
      </div>
      <div className="scroll">
        <dl className="facts">
          <dt>{l10n.t('Parameters')}</dt>
          <dd className="mono sum">{formatCount(parameters)}</dd>
        </dl>
        {!locked && (
          <div className="links padded">
            <button className="link" onClick={act({ type: 'duplicateLayers', layers: selection }, l10n.t`Duplicated ${count} layers.`)}>
              {l10n.t('Duplicate')}
            </button>
            <button className="link" onClick={() => designer.open({ kind: 'name', layer: selection.at(-1) ?? '', wrap: selection })}>
              {l10n.t('Make a block…')}
            </button>
            {type !== undefined && (
              <button className="link" onClick={act({ type: 'repeatLayers', layers: selection }, l10n.t('Made one repeated layer.'))}>
                {l10n.t('Make one repeated layer')}
              </button>
            )}
            <button className="link" onClick={act({ type: 'deleteLayers', layers: selection }, l10n.t`Deleted ${count} layers.`)}>
              {l10n.t('Delete')}
            </button>
          </div>
        )}
        {type !== undefined && first?.spec && <Common layers={layers} fields={first.spec.fields} locked={locked} />}
      </div>
    </>
  );
}

const groups = [
  { id: 'essentials', title: l10n.t('Essentials'), open: true },
  { id: 'initialization', title: l10n.t('Initialization'), open: true },
  { id: 'regularization', title: l10n.t('Regularization'), open: false },
  { id: 'constraints', title: l10n.t('Constraints'), open: false },
  { id: 'advanced', title: l10n.t('Advanced'), open: false },
] as const;

interface CommonProps {
  readonly layers: readonly LayerAnalysis[];
  readonly fields: readonly Field[];
  readonly locked: boolean;
}

/** The fields of layers of one type; a value that is set is set in all of them, as one change. */
function Common({ layers, fields, locked }: CommonProps): ReactElement {
  return (
    <>
      {groups.map(({ id, title, open }) => {
        const own = fields.filter(({ group }) => group === id);
        if (own.length === 0) return null;
        return (
          <Section key={id} id={`several.${id}`} title={title} openAtFirst={open}>
            {own.map((field) => (
              <CommonField key={field.name} layers={layers} field={field} locked={locked} />
            ))}
          </Section>
        );
      })}
    </>
  );
}

function CommonField({
  layers,
  field,
  locked,
}: {
  readonly layers: readonly LayerAnalysis[];
  readonly field: Field;
  readonly locked: boolean;
}): ReactElement {
  const ids = layers.map((layer) => layer.id);
  const key = ids.join('\n');
  const toEdit = useCallback(
    (value: Json | undefined): Edit => ({
      type: 'several',
      edits: key.split('\n').map((layer) => ({ type: 'setField', layer, field: field.name, ...(value !== undefined && { value }) })),
    }),
    [key, field.name],
  );
  const values = layers.map((layer) => writtenOf(layer)[field.name]);
  const [first] = values;
  const spelled = (value: Json | undefined): string => (value === undefined || isDefault(field, value) ? 'default' : JSON.stringify(value));
  const differ = values.some((value) => spelled(value) !== spelled(first));
  const path = [...placeOf(layers[0]!), field.name];
  return (
    <FieldRow
      field={field}
      value={first}
      path={path}
      locked={locked}
      toEdit={toEdit}
      {...(differ && {
        why: l10n.t`They differ: ${[...new Set(values.map((value) => (value === undefined ? l10n.t('default') : JSON.stringify(value))))].slice(0, 4).join(', ')}`,
      })}
    />
  );
}
