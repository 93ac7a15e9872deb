import type { ReactElement } from 'react';
import { useDesigner } from '../state/designer';

const KINDS = [
  { field: 'inputs', text: 'Choose samples…' },
  { field: 'targets', text: 'Choose answers…' },
] as const;

/** Opens the editor's own dialog for the files of samples and of their answers. */
export function DataFiles(): ReactElement {
  const designer = useDesigner();
  const choose = (field: string): void =>
    void designer.questions.ask({ type: 'chooseFile', what: 'samples' }).then((answer) => {
      if (answer.type !== 'fileChosen' || answer.file === undefined) return;
      designer.commit({ type: 'setTraining', path: ['data', field], value: answer.file }, `${field} is ${answer.file}.`);
    });
  return (
    <div className="links">
      {KINDS.map(({ field, text }) => (
        <button key={field} className="link" onClick={() => choose(field)}>
          {text}
        </button>
      ))}
    </div>
  );
}
