import * as l10n from '@vscode/l10n';
import { useState, type ReactElement, type ReactNode } from 'react';
import type { DataSection, Json } from '../../../src/core/document';
import type { Field } from '../../../src/core/layers/fields';
import { findNamed } from '../../../src/core/layers/registries';
import { datasets } from '../../../src/core/training/datasets';
import { dataFields } from '../../../src/core/training/fields';
import { ownData } from '../../../src/core/training/ownData';
import { ValidationEditor } from '../inspector/ValidationEditor';
import { DataFiles } from './DataFiles';
import { DataPreview } from './DataPreview';
import { EachField } from './EachField';
import { helpText } from '../../../src/core/helpText';

interface DataRowsProps {
  readonly data: DataSection;
  readonly ends: { readonly input: readonly string[]; readonly output: readonly string[] };
  readonly locked: boolean;
  readonly look: { readonly download: () => void; readonly cancel: () => void };
  /** How the samples are divided, where that is known. */
  readonly split: ReactNode;
}

/** Where the samples come from, what is made of them, and what they look like. */
export function DataRows({ data, ends, locked, look, split }: DataRowsProps): ReactElement {
  const named = findNamed('dataset', data.dataset ?? '');
  const known = datasets.find(({ name }) => name === named?.name);
  const files = data.dataset === undefined;
  const chosen = data.dataset !== undefined || data.inputs !== undefined;
  const own = ownData(data, ends.input[0] ?? '', ends.output[0] ?? '');
  const [everything, setEverything] = useState(false);
  const given = data as { readonly [name: string]: Json | undefined };
  const rare = chosen ? dataFields.filter(({ name, group }) => group === 'advanced' && (given[name] ?? null) === null) : [];
  const shown = dataFields.filter((field) => {
    const { name } = field;
    if (rare.includes(field)) return false;
    return name === 'inputs' || name === 'targets' ? files : name === 'dataset' || chosen;
  });
  const row = (field: Field): ReactElement => (
    <EachField key={field.name} field={field} value={given[field.name]} path={['data', field.name]} ends={ends} locked={locked} />
  );
  return (
    <>
      {shown.map(row)}
      {everything && rare.map(row)}
      {chosen && <ValidationEditor validation={data.validation} locked={locked} />}
      {rare.length > 0 && (
        <button className="link more" aria-expanded={everything} onClick={() => setEverything(!everything)}>
          {everything ? l10n.t('Fewer ways to choose samples') : l10n.t`${rare.length} more ways to choose samples`}
        </button>
      )}
      {known && <div className="help">{helpText(known.help)}</div>}
      {files && !chosen && (
        <div className="help">
          {l10n.t('Choose a built-in data set, or name two files beside this design: IDX, NPY or NPZ, also gzipped.')}
        </div>
      )}
      {files && !locked && <DataFiles ends={ends} />}
      {split}
      {chosen && <DataPreview own={own} {...look} />}
    </>
  );
}
