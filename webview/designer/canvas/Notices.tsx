import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { describe } from '../../../src/core/describe';
import { locate, position } from '../../../src/core/locate';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { useDesigner, useDesignerState } from '../state/designer';
import { isBroken } from '../state/session';
import { useAnchor } from './useAnchor';
import { usePicture } from '../state/pictures';

/** What the canvas says about itself: why an edit was not made, or that text or file cannot be read now. */
export function Notices(): ReactElement {
  return (
    <>
      <Unreadable />
      <Outdated />
      <Refusal />
    </>
  );
}

function Unreadable(): ReactElement | null {
  const designer = useDesigner();
  const session = useDesignerState((state) => state.session);
  const { text, analysis } = session;
  const newer = analysis.diagnostics.find(({ code }) => code === 'format.newer-version');
  const problem = isBroken(session) ? analysis.diagnostics[0] : newer;
  if (!problem) return null;
  const { line, column } = position(text, locate(text, problem.place).offset);
  return (
    <div className="banner" role="alert">
      <Icon name={newer ? 'info' : 'error'} className={newer ? 'info' : 'err'} />
      <span>
        {!newer && <b>{l10n.t`Line ${line}, column ${column}. `}</b>}
        {describe(problem)}
      </span>
      <span className="grow" />
      <Button kind="secondary" onClick={() => designer.openAsText(problem.place.path)}>
        {l10n.t('Open as text')}
      </Button>
    </div>
  );
}

/** The file that is looked at is gone, or holds something else. */
function Outdated(): ReactElement | null {
  const outdated = useDesignerState(({ viewed }) => viewed?.outdated);
  if (outdated === undefined) return null;
  return (
    <div className="banner" role="alert">
      <Icon name="warning" className="warn" />
      <span>{outdated}</span>
    </div>
  );
}

/** Beside the card that the edit was about; the words are also said to screen readers. */
function Refusal(): ReactElement | null {
  const designer = useDesigner();
  const refusal = useDesignerState((state) => state.refusal);
  const anchor = useAnchor();
  const box = usePicture((picture) => (refusal?.layer === undefined ? undefined : picture?.drawing.boxes[refusal.layer]));
  if (!refusal || refusal.needed) return null;
  const { x, y, height } = anchor(box ?? { x: 0, y: 0, width: 0, height: 0 });
  return (
    <div className="refusal" style={box ? { left: Math.max(8, x + 8), top: y + height + 5 } : { left: 8, top: 8 }}>
      <Icon name="info" className="info" />
      <span>{refusal.reason}</span>
      <button className="link" aria-label={l10n.t('Close this message')} onClick={() => designer.set({ refusal: undefined })}>
        <Icon name="close" />
      </button>
    </div>
  );
}
