import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { Json, Validation } from '../../../src/core/document';
import { isObject } from '../../../src/core/layers/readFields';
import { validationForms } from '../../../src/core/training/fields';
import { useDesigner } from '../state/designer';
import { Choice } from './Choice';
import { FieldRow } from './FieldRow';
import { helpText } from '../../../src/core/helpText';

const forms = validationForms.map((form) => {
  const needed = form.fields.filter((field) => field.default === undefined);
  return { id: needed.map(({ name }) => name).join(' and '), needed, ...form };
});
/** What a form begins with. */
const starts: Readonly<Record<string, Json>> = {
  first: 5000,
  last: 5000,
  first_fraction: 0.1,
  last_fraction: 0.1,
  inputs: '',
  targets: '',
};

/** Which samples are kept back to validate with: a form, and its values. */
export function ValidationEditor({
  validation,
  locked,
}: {
  readonly validation: Validation | undefined;
  readonly locked: boolean;
}): ReactElement {
  const designer = useDesigner();
  // Somebody may be writing it as text just now.
  const given: { readonly [name: string]: Json } = isObject(validation) ? validation : {};
  const form = forms.find(({ fields }) => fields.some(({ name }) => name in given));
  const path = ['data', 'validation'];
  const choose = (id: string): void => {
    const next = forms.find((one) => one.id === id);
    const value = next && Object.fromEntries(next.needed.map(({ name }) => [name, starts[name] ?? null]));
    designer.commit({ type: 'setTraining', path, ...(value && { value }) }, l10n.t`Validation is ${id || l10n.t('none')}.`);
  };
  return (
    <>
      <div className={`frow ${form ? 'mod' : ''}`}>
        <label title={l10n.t('Samples that are kept back to see how the model does on what it has not learned.')}>
          {l10n.t('validation')}
        </label>
        <Choice
          label={l10n.t('validation')}
          options={[{ id: '', text: l10n.t('none') }, ...forms.map(({ id, help }) => ({ id, text: id, detail: helpText(help) }))]}
          value={form?.id ?? ''}
          dim={!form}
          disabled={locked}
          onChoose={choose}
        />
      </div>
      {form?.fields.map((field) => (
        <FieldRow
          key={field.name}
          field={field}
          value={given[field.name]}
          path={['training', ...path, field.name]}
          locked={locked}
          sub
          toEdit={(value) => ({ type: 'setTraining', path: [...path, field.name], ...(value !== undefined && { value }) })}
        />
      ))}
    </>
  );
}
