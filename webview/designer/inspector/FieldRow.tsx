import * as l10n from '@vscode/l10n';
import { memo, type ReactElement } from 'react';
import { isAdviceCode } from '../../../src/core/advice/catalog';
import { describe } from '../../../src/core/describe';
import type { Diagnostic } from '../../../src/core/diagnostics';
import type { Json, JsonPath } from '../../../src/core/document';
import type { Edit } from '../../../src/core/edits';
import type { Field } from '../../../src/core/layers/fields';
import { isDefault } from '../../../src/core/layers/readFields';
import type { Offer } from '../../../src/core/training/fitting';
import { Button, Checkbox } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { useDesigner, useDesignerState } from '../state/designer';
import { LayerEditor } from './LayerEditor';
import { ListEditor } from './ListEditor';
import { NamedEditor } from './NamedEditor';
import { NumberOrNamed } from './NumberOrNamed';
import { Choice } from './Choice';
import { fieldText } from './fieldText';
import { TextEditor } from './TextEditor';
import { helpText } from '../../../src/core/helpText';

export interface FieldRowProps {
  readonly field: Field;
  /** As the file says it; `undefined`: the default. */
  readonly value: Json | undefined;
  /** Where it is in the file. */
  readonly path: JsonPath;
  /** The edit that puts a value there; `undefined` takes it away. */
  readonly toEdit: (value: Json | undefined) => Edit;
  readonly locked: boolean;
  /** A line below: what follows from the value. */
  readonly why?: string;
  /** An argument of the field above. */
  readonly sub?: boolean;
  /** What fits here, the best first: it is offered before the rest of a registry. */
  readonly offers?: readonly Offer[];
  /** What it is called to choose nothing. */
  readonly none?: string;
  /** What the row is called; default: the field's name. */
  readonly label?: string;
}

export interface EditorProps extends FieldRowProps {
  /** For screen readers: the field, with what it belongs to. */
  readonly name: string;
}

const samePath = (a: JsonPath, b: JsonPath): boolean => a.length === b.length && a.every((part, i) => part === b[i]);

/** Words about the value at this place; `undefined` where it is right. Advice stands above all fields. */
function problemAt(diagnostics: readonly Diagnostic[], path: JsonPath): string | undefined {
  const found = diagnostics.find(({ place, code }) => code !== 'field.required' && !isAdviceCode(code) && samePath(place.path, path));
  return found && describe(found);
}

/** One field: its Keras name, a control that follows from its kind, what is wrong with it, and the way back to the default. */
export const FieldRow = memo(function FieldRow(props: FieldRowProps): ReactElement {
  const { field, value, path, toEdit, locked, why, sub, label = field.name } = props;
  const designer = useDesigner();
  const problem = useDesignerState(({ session }) => problemAt(session.shown.diagnostics, path));
  const modified = value !== undefined && !isDefault(field, value);
  const preset = field.default === undefined ? '' : fieldText(field.default) || l10n.t('none');
  return (
    <div className={`frow ${modified ? 'mod' : ''} ${sub ? 'sub' : ''}`}>
      <label title={[label, field.help && helpText(field.help)].filter(Boolean).join(': ')}>
        <span className="name">{label}</span>
        {modified && field.default !== undefined && !locked && (
          <Button
            kind="icon"
            className="reset"
            aria-label={l10n.t`Reset ${label} to ${preset}`}
            title={l10n.t`Back to the default: ${preset}`}
            onClick={() => designer.commit(toEdit(undefined), l10n.t`${label} is ${preset}.`)}
          >
            <Icon name="reset" />
          </Button>
        )}
      </label>
      <Editor {...props} name={label === field.name ? label : l10n.t`${field.name} of ${label}`} />
      {problem !== undefined && <div className="why wrong">{problem}</div>}
      {problem === undefined && why !== undefined && <div className="why mono">{why}</div>}
    </div>
  );
});

function Editor(props: EditorProps): ReactElement {
  const { field, value, toEdit, locked, name } = props;
  const designer = useDesigner();
  switch (field.value.kind) {
    case 'boolean':
      return (
        <Checkbox
          aria-label={name}
          checked={(value ?? field.default) === true}
          disabled={locked}
          onChange={(checked) =>
            designer.commit(
              toEdit(checked === field.default ? undefined : checked),
              checked ? l10n.t`${name} is on.` : l10n.t`${name} is off.`,
            )
          }
        />
      );
    case 'choice': {
      const none = field.nullable || field.default === null ? [{ id: '', text: l10n.t('none') }] : [];
      const options = [...none, ...field.value.choices.map((choice) => ({ id: choice, text: choice }))];
      const now = value ?? field.default ?? '';
      const take = (id: string): Json | undefined => (id === '' || id === field.default ? undefined : id);
      return (
        <Choice
          label={name}
          options={options}
          value={typeof now === 'string' ? now : ''}
          dim={now === ''}
          disabled={locked}
          onMark={(id) => designer.preview(id === undefined ? undefined : toEdit(take(id)))}
          onChoose={(id) => designer.commit(toEdit(take(id)), l10n.t`${name} is ${id || l10n.t('none')}.`)}
        />
      );
    }
    case 'named': {
      const { registry, orNumber } = field.value;
      if (orNumber) return <NumberOrNamed {...props} registry={registry} number={orNumber} />;
      return <NamedEditor {...props} registry={registry} />;
    }
    case 'namedList':
      return <ListEditor {...props} registry={field.value.registry} />;
    case 'layer':
      return <LayerEditor {...props} allowed={field.value.allowed()} />;
    default:
      return <TextEditor {...props} />;
  }
}
