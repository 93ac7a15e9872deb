import type { ReactElement } from 'react';
import { Canvas } from './canvas/Canvas';
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

/** The designer: toolbar, strip, canvas and inspector. */
export function Designer({ designer, pictures }: DesignerProps): ReactElement {
  return (
    <DesignerProvider value={designer}>
      <main className="designer">
        <Toolbar />
        <Strip />
        <div className="stage">
          <PicturesProvider value={pictures}>
            <Canvas />
          </PicturesProvider>
        </div>
        <Inspector />
        <Said />
      </main>
    </DesignerProvider>
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
