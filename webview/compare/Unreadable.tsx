import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { Analysis } from '../../src/core/analysis';
import { describe } from '../../src/core/describe';
import type { JsonPath } from '../../src/core/document';
import { locate, position } from '../../src/core/locate';
import { Button } from '../shared/controls';
import { Icon } from '../shared/icons';

interface UnreadableProps {
  readonly title: string;
  readonly text: string;
  readonly analysis: Analysis;
  readonly open: (path: JsonPath) => void;
}

/** A side that is no design now: where it breaks, and the way to its text. */
export function Unreadable({ title, text, analysis, open }: UnreadableProps): ReactElement {
  const problem = analysis.diagnostics[0];
  const { line, column } = position(text, problem ? locate(text, problem.place).offset : 0);
  return (
    <div className="unreadable" role="alert">
      <Icon name="error" className="err" />
      <span>
        <b>{l10n.t`${title}, line ${line}, column ${column}.`}</b> {problem ? describe(problem) : l10n.t('This is no design.')}
      </span>
      <Button kind="secondary" onClick={() => open(problem?.place.path ?? [])}>
        {l10n.t('Open as text')}
      </Button>
    </div>
  );
}
