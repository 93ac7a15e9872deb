import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { severityIcon } from '../inspector/Advice';
import { useDesigner, useDesignerState } from '../state/designer';
import { problemsText } from '../../../src/core/countWords';

/** How many problems there are; leads to VS Code's list of them. */
export function ProblemCounts(): ReactElement | null {
  const designer = useDesigner();
  const diagnostics = useDesignerState(({ session }) => session.analysis.diagnostics);
  const counts = (['error', 'warning', 'hint'] as const).flatMap((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return count === 0 ? [] : [{ severity, count }];
  });
  if (counts.length === 0) return null;
  const label = counts.map(({ severity, count }) => problemsText(severity, count)).join(', ');
  return (
    <Button
      className="problems"
      title={label}
      aria-label={l10n.t`Problems: ${label}`}
      onClick={() => designer.post({ type: 'showProblems' })}
    >
      {counts.map(({ severity, count }) => (
        <span className="problem" key={severity}>
          <Icon {...severityIcon(severity)} />
          {count}
        </span>
      ))}
    </Button>
  );
}
