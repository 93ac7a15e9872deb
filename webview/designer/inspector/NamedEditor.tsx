import { useState, type ReactElement } from 'react';
import type { Json, JsonObject } from '../../../src/core/document';
import type { Named, RegistryName } from '../../../src/core/layers/fields';
import { findNamed, registries } from '../../../src/core/layers/registries';
import { Button } from '../../shared/controls';
import { Curve, Icon } from '../../shared/icons';
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

/** Whose arguments are there to be set; those of the others are rare, and stand below only where the file has them. */
const OPEN: ReadonlySet<RegistryName> = new Set(['optimizer', 'loss', 'regularizer', 'constraint']);

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
  const [toggled, setOpen] = useState<boolean>();
  const open = toggled ?? (isObject(value) || (OPEN.has(registry) && value !== undefined));
  const chosen = (id: string): Json | undefined =>
    id === '' ? (field.default === null || field.default === undefined ? undefined : null) : id === nameOf(field.default) ? undefined : id;
  return (
    <>
      <div className="withargs">
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
        {entry && entry.fields.length > 0 && (
          <Button
            kind="icon"
            className="toggle"
            expanded={open}
            aria-label={`Arguments of ${entry.name}`}
            title={`Arguments of ${entry.name}`}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'down' : 'more'} />
          </Button>
        )}
      </div>
      {entry && open && entry.fields.length > 0 && (
        <div className="args">
          {entry.fields.map((arg) => (
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
