import * as l10n from '@vscode/l10n';
import { useState, type ReactElement } from 'react';
import type { EvaluationReport } from '../../src/protocol/evaluation';
import type { Judged } from './App';
import { Classes } from './Classes';
import { Measures } from './Measures';
import { Trial } from './Trial';
import { Values } from './Values';

interface ReportProps {
  readonly report: EvaluationReport;
  readonly judged: Judged | undefined;
  readonly judge: (values: readonly number[] | undefined) => void;
}

/** What there is to be seen of an evaluation; of several outputs the one that was chosen. */
export function Report({ report, judged, judge }: ReportProps): ReactElement {
  const { outputs, pictures, input } = report;
  const [chosen, setChosen] = useState<string>();
  const output = outputs.find(({ name }) => name === chosen) ?? outputs[0]!;
  const { name } = output;
  const trial = pictures && input && <Trial report={report} pictures={pictures} input={input} judged={judged} judge={judge} />;
  return (
    <div className="report">
      <Measures report={report} output={output} />
      {outputs.length > 1 && (
        <div className="seg outputs" role="group" aria-label={l10n.t('Output')}>
          {outputs.map((each) => (
            <button key={each.name} type="button" aria-pressed={each.name === name} onClick={() => setChosen(each.name)}>
              {each.name}
            </button>
          ))}
        </div>
      )}
      {output.kind === 'classes' ? (
        <Classes judged={output} report={report} beside={trial} />
      ) : (
        <Values judged={output} report={report} beside={trial} />
      )}
    </div>
  );
}
