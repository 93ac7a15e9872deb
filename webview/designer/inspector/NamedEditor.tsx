import type { ReactElement } from 'react';
import type { Json, JsonObject } from '../../../src/core/document';
import type { Named, RegistryName } from '../../../src/core/layers/fields';
import { findNamed, registries } from '../../../src/core/layers/registries';
import { Curve } from '../../shared/icons';
import { useDesigner } from '../state/designer';
import { Choice, type Option } from './Choice';
import { FieldRow, type EditorProps } from './FieldRow';

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

export function nameOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return isObject(value) && typeof value.type === 'string' ? value.type : '';
}

export const optionOf = (registry: RegistryName, { name, help }: Named): Option => ({
  id: name,
  text: name,
  detail: help,
  ...(registry === 'activation' && { picture: <Curve name={name} /> }),
});

/** The name alone where no argument differs from its default. */
function simplest(name: string, args: JsonObject): Json {
  const rest = Object.entries(args).filter(([key, value]) => key !== 'type' && value !== undefined);
  return rest.length === 0 ? name : { type: name, ...Object.fromEntries(rest) };
}

/** A seed is there for those who write one; offering it below every initializer would only be in the way. */
const offered = (arg: string, args: JsonObject): boolean => arg !== 'seed' || arg in args;

/** Something chosen by name, with its arguments below it. */
export function NamedEditor({
  field,
  value,
  path,
  toEdit,
  locked,
  name,
  registry,
}: EditorProps & { readonly registry: RegistryName }): ReactElement {
  const designer = useDesigner();
  const now = value === undefined ? field.default : value;
  const written = nameOf(now);
  const entry = findNamed(registry, written);
  const none =
    field.nullable || field.default === null || registry === 'regularizer' || registry === 'constraint' ? [{ id: '', text: 'none' }] : [];
  const options = [...none, ...registries[registry].map((one) => optionOf(registry, one))];
  const args: JsonObject = isObject(now) ? now : {};
  const chosen = (id: string): Json | undefined =>
    id === '' ? (field.default === null || field.default === undefined ? undefined : null) : id === nameOf(field.default) ? undefined : id;
  return (
    <>
      <Choice
        label={name}
        options={options}
        value={entry?.name ?? written}
        fallback={written === '' ? (field.default === undefined ? 'choose' : 'none') : written}
        dim={written === ''}
        invalid={written !== '' && !entry}
        disabled={locked}
        onMark={(id) => designer.preview(id === undefined ? undefined : toEdit(chosen(id)))}
        onChoose={(id) => designer.commit(toEdit(chosen(id)), `${name} is ${id || 'none'}.`)}
      />
      {entry && value !== undefined && entry.fields.some((arg) => offered(arg.name, args)) && (
        <div className="args">
          {entry.fields
            .filter((arg) => offered(arg.name, args))
            .map((arg) => (
              <FieldRow
                key={`${entry.name} ${arg.name}`}
                field={arg}
                value={args[arg.name]}
                path={[...path, arg.name]}
                locked={locked}
                sub
                toEdit={(next) => {
                  const { [arg.name]: _, ...others } = args;
                  return toEdit(simplest(written, next === undefined ? others : { ...others, [arg.name]: next }));
                }}
              />
            ))}
        </div>
      )}
    </>
  );
}
