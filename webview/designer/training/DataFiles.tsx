import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { useDesigner } from '../state/designer';

interface DataFilesProps {
  readonly ends: { readonly input: readonly string[]; readonly output: readonly string[] };
}

/** Opens the editor's own dialog for the files of samples and of their answers: of several inputs or outputs for each. */
export function DataFiles({ ends }: DataFilesProps): ReactElement {
  const designer = useDesigner();
  const choose = (path: readonly string[]): void =>
    void designer.questions.ask({ type: 'chooseFile', what: 'samples' }).then((answer) => {
      if (answer.type !== 'fileChosen' || answer.file === undefined) return;
      designer.commit(
        { type: 'setTraining', path: ['data', ...path], value: answer.file },
        l10n.t`${path.join(' of ')} is ${answer.file}.`,
      );
    });
  const kinds = [
    { field: 'inputs', title: l10n.t('Choose samples…'), of: (name: string) => l10n.t`Choose samples for ${name}…`, names: ends.input },
    { field: 'targets', title: l10n.t('Choose answers…'), of: (name: string) => l10n.t`Choose answers for ${name}…`, names: ends.output },
  ].flatMap(({ field, title, of, names }) =>
    names.length > 1 ? names.map((name) => ({ path: [field, name], text: of(name) })) : [{ path: [field], text: title }],
  );
  return (
    <div className="links wrapped">
      {kinds.map(({ path, text }) => (
        <button key={text} className="link" onClick={() => choose(path)}>
          {text}
        </button>
      ))}
    </div>
  );
}
