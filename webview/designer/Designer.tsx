import type { ReactElement } from 'react';
import { Canvas } from './canvas/Canvas';
import { Empty } from './canvas/Empty';
import type { LayoutClient } from './graph/layoutClient';
import { Inspector } from './inspector/Inspector';
import { DesignerProvider, useDesignerState, type Designer as DesignerModel } from './state/designer';
import { Strip } from './toolbar/Strip';
import { Toolbar } from './toolbar/Toolbar';
import { Progress } from './toolbar/TrainControls';

/** The designer: toolbar, strip, canvas and inspector. */
export function Designer({ designer, layout }: { readonly designer: DesignerModel; readonly layout: LayoutClient }): ReactElement {
  return (
    <DesignerProvider value={designer}>
      <main className="designer">
        <Toolbar />
        <Progress />
        <Strip />
        <div className="stage">
          <Canvas layout={layout} />
          <Empty />
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
