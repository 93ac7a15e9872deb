import * as l10n from '@vscode/l10n';
import { useMemo, type ReactElement } from 'react';
import { Canvas } from './canvas/Canvas';
import { Conflicts, useConflicts } from './conflict/Conflicts';
import { Mishap } from '../shared/Mishap';
import { Inspector } from './inspector/Inspector';
import { DesignerProvider, useDesigner, useDesignerState, type Designer as DesignerModel } from './state/designer';
import { PicturesProvider, type Pictures } from './state/pictures';
import type { Store } from '../shared/store';
import { Strip } from './toolbar/Strip';
import { Toolbar } from './toolbar/Toolbar';

interface DesignerProps {
  readonly designer: DesignerModel;
  readonly pictures: Store<Pictures>;
}

/** The designer: toolbar, strip, canvas and inspector; in their place the conflicts of a text that git could not merge. */
export function Designer({ designer, pictures }: DesignerProps): ReactElement {
  return (
    <DesignerProvider value={designer}>
      <PicturesProvider value={pictures}>
        <Parts />
      </PicturesProvider>
    </DesignerProvider>
  );
}

function Parts(): ReactElement {
  const conflicts = useConflicts();
  return (
    <main className={`designer ${conflicts ? 'conflicted' : ''}`}>
      {!conflicts && <Guarded what={l10n.t('The toolbar')} place="toolbar" part={<Toolbar />} />}
      {!conflicts && <Guarded what={l10n.t('The strip')} place="strip" part={<Strip />} />}
      <div className="stage">
        <Guarded
          what={conflicts ? l10n.t('The conflict') : l10n.t('The graph')}
          place="graph"
          part={conflicts ? <Conflicts found={conflicts} /> : <Canvas />}
        />
      </div>
      {!conflicts && <Guarded what={l10n.t('The inspector')} place="inspector" part={<Inspector />} />}
      <Said />
    </main>
  );
}

/** What cannot be drawn leaves the others as they are, until the text or the selection is another one. */
function Guarded({ what, place, part }: { readonly what: string; readonly place: string; readonly part: ReactElement }): ReactElement {
  const designer = useDesigner();
  const text = useDesignerState(({ session }) => session.text);
  const selection = useDesignerState((state) => state.selection);
  // Another object wherever one of them is another.
  const again = useMemo(() => ({ text, selection }), [text, selection]);
  return (
    <Mishap what={what} className={`at-${place}`} again={again} openAsText={() => designer.openAsText()}>
      {part}
    </Mishap>
  );
}

/** What an edit came to, for screen readers. */
function Said(): ReactElement {
  const said = useDesignerState((state) => state.said);
  return (
    <div className="unseen" role="status" aria-live="polite">
      {said}
    </div>
  );
}
