import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { Json, JsonObject } from '../../../src/core/document';
import type { LayerType } from '../../../src/core/layers/layerType';
import { useDesigner } from '../state/designer';
import { Choice } from './Choice';
import { FieldRow, type EditorProps } from './FieldRow';
import { helpText } from '../../../src/core/helpText';

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The layer inside a wrapper: its type, and all of its fields below. */
export function LayerEditor({
  value,
  path,
  toEdit,
  locked,
  name,
  allowed,
}: EditorProps & { readonly allowed: ReadonlyMap<string, LayerType> }): ReactElement {
  const designer = useDesigner();
  const inner: JsonObject = isObject(value) ? value : {};
  const type = typeof inner.type === 'string' ? inner.type : '';
  const spec = allowed.get(type);
  const begin = (id: string): JsonObject => {
    const { type: _, ...kept } = inner;
    const known = new Set(allowed.get(id)?.fields.map((field) => field.name));
    const shared = Object.entries(kept).filter(([key]) => known.has(key));
    return { type: id, ...allowed.get(id)?.start, ...Object.fromEntries(shared) };
  };
  return (
    <>
      <Choice
        label={name}
        options={[...allowed.values()].map(({ type: id, help }) => ({ id, text: id, detail: helpText(help) }))}
        value={type}
        fallback={type || 'choose'}
        invalid={type !== '' && !spec}
        disabled={locked}
        onMark={(id) => designer.preview(id === undefined ? undefined : toEdit(begin(id)))}
        onChoose={(id) => designer.commit(toEdit(begin(id)), l10n.t`${name} is ${id}.`)}
      />
      {spec && (
        <div className="args">
          {spec.fields.map((field) => (
            <FieldRow
              key={`${type} ${field.name}`}
              field={field}
              value={inner[field.name]}
              path={[...path, field.name]}
              locked={locked}
              sub
              toEdit={(next) => {
                const { [field.name]: _, ...others } = inner;
                return toEdit(next === undefined ? others : { ...others, [field.name]: next });
              }}
            />
          ))}
        </div>
      )}
    </>
  );
}
