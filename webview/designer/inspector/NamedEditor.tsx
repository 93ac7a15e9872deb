import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { Json, JsonObject } from '../../../src/core/document';
import type { Named, RegistryName } from '../../../src/core/layers/fields';
import { findNamed, registries } from '../../../src/core/layers/registries';
import type { Offer } from '../../../src/core/training/fitting';
import { Button } from '../../shared/controls';
import { Curve, Icon } from '../../shared/icons';
import { useDesigner } from '../state/designer';
import { Choice, type Option } from './Choice';
import { FieldRow, type EditorProps } from './FieldRow';
import { helpText } from '../../../src/core/helpText';
import { useOwnState } from './subject';

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

export function nameOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return isObject(value) && typeof value.type === 'string' ? value.type : '';
}

export const optionOf = (registry: RegistryName, { name, help }: Named): Option => ({
  id: name,
  text: name,
  detail: helpText(help),
  ...(registry === 'activation' && { picture: <Curve name={name} /> }),
});

/** All of a registry; what fits stands first, with the reason in place of the general help. */
export function optionsOf(registry: RegistryName, offers: readonly Offer[] = []): Option[] {
  const fitting = new Set(offers.map(({ name }) => name));
  const rest = registries[registry].filter(({ name }) => !fitting.has(name));
  return [
    ...offers.map(({ name, why }) => ({ id: name, text: name, detail: why, fits: true })),
    ...rest.map((one) => optionOf(registry, one)),
  ];
}

/** What a name is in the file at first: with its arguments where it cannot do without. */
export function beginning(registry: RegistryName, name: string): Json {
  const start = findNamed(registry, name)?.start;
  return start ? { type: name, ...start } : name;
}

/** The name alone where no argument differs from its default. */
export function simplest(name: string, args: JsonObject): Json {
  const rest = Object.entries(args).filter(([key, value]) => key !== 'type' && value !== undefined);
  return rest.length === 0 ? name : { type: name, ...Object.fromEntries(rest) };
}

/** Whose arguments are there to be set; those of the others are rare, and stand below only where the file has them. */
const OPEN: ReadonlySet<RegistryName> = new Set(['optimizer', 'schedule', 'loss', 'regularizer', 'constraint']);

/** Something chosen by name, with its arguments below it. */
export function NamedEditor({
  field,
  value,
  path,
  toEdit,
  locked,
  name,
  registry,
  offers,
  none: noneText,
}: EditorProps & { readonly registry: RegistryName }): ReactElement {
  const designer = useDesigner();
  const now = value === undefined ? field.default : value;
  const written = nameOf(now);
  const entry = findNamed(registry, written);
  const canBeNone =
    noneText !== undefined || field.nullable || field.default === null || registry === 'regularizer' || registry === 'constraint';
  const options = [...(canBeNone ? [{ id: '', text: noneText ?? l10n.t('none') }] : []), ...optionsOf(registry, offers)];
  const args: JsonObject = isObject(now) ? now : {};
  const [toggled, setOpen] = useOwnState<boolean | undefined>(undefined);
  const [everything, setEverything] = useOwnState(false);
  const rare =
    registry === 'optimizer' ? (entry?.fields ?? []).filter(({ name: arg, group }) => group === 'advanced' && !(arg in args)) : [];
  const open = toggled ?? (isObject(value) || (OPEN.has(registry) && value !== undefined));
  const chosen = (id: string): Json | undefined =>
    id === ''
      ? noneText !== undefined || field.default === null || field.default === undefined
        ? undefined
        : null
      : id === nameOf(field.default)
        ? undefined
        : (offers?.find((offer) => offer.name === id)?.value ?? beginning(registry, id));
  return (
    <>
      <div className="withargs">
        <Choice
          label={name}
          options={options}
          value={entry?.name ?? written}
          fallback={written === '' ? (field.default === undefined ? l10n.t('choose') : l10n.t('none')) : written}
          dim={written === ''}
          invalid={written !== '' && !entry}
          disabled={locked}
          // Without any of them there is another control, which the open list would not outlive.
          onMark={(id) => designer.preview(id === undefined || (id === '' && noneText !== undefined) ? undefined : toEdit(chosen(id)))}
          onChoose={(id) => designer.commit(toEdit(chosen(id)), l10n.t`${name} is ${id || l10n.t('none')}.`)}
        />
        {entry && entry.fields.length > 0 && (
          <Button
            kind="icon"
            className="toggle"
            expanded={open}
            aria-label={l10n.t`Arguments of ${entry.name}`}
            title={l10n.t`Arguments of ${entry.name}`}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'down' : 'more'} />
          </Button>
        )}
      </div>
      {entry && open && entry.fields.length > 0 && (
        <div className="args">
          {entry.fields
            .filter((arg) => everything || !rare.includes(arg))
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
          {rare.length > 0 && (
            <button className="link more" aria-expanded={everything} onClick={() => setEverything(!everything)}>
              {everything ? l10n.t('Fewer arguments') : l10n.t`${rare.length} more arguments`}
            </button>
          )}
        </div>
      )}
    </>
  );
}
