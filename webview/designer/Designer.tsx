import type { ReactElement } from 'react';
import { Canvas } from './canvas/Canvas';
import { Conflicts, useConflicts } from './conflict/Conflicts';
import { Inspector } from './inspector/Inspector';
import { DesignerProvider, useDesignerState, type Designer as DesignerModel } from './state/designer';
import { PicturesProvider, type Pictures } from './state/pictures';
import type { Store } from './state/store';
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
      {!conflicts && <Toolbar />}
      {!conflicts && <Strip />}
      <div className="stage">{conflicts ? <Conflicts found={conflicts} /> : <Canvas />}</div>
      {!conflicts && <Inspector />}
      <Said />
    </main>
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
