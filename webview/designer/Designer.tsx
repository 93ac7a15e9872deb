import type { ReactElement } from 'react';
import { Canvas } from './canvas/Canvas';
import type { LayoutClient } from './graph/layoutClient';
import { Inspector } from './inspector/Inspector';
import { DesignerProvider, useDesignerState, type Designer as DesignerModel } from './state/designer';
import { Strip } from './toolbar/Strip';
import { Toolbar } from './toolbar/Toolbar';

/** The designer: toolbar, strip, canvas and inspector. */
export function Designer({ designer, layout }: { readonly designer: DesignerModel; readonly layout: LayoutClient }): ReactElement {
  return (
    <DesignerProvider value={designer}>
      <main className="designer">
        <Toolbar />
        <Strip />
        <div className="stage">
          <Canvas layout={layout} />
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
