import { useStore as useFlow } from '@xyflow/react';
import type { ReactElement } from 'react';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { useDesigner } from '../state/designer';

const STEP = 1.25;

export function ZoomBar(): ReactElement {
  const designer = useDesigner();
  const percent = useFlow(({ transform }) => Math.round(transform[2] * 100));
  return (
    <div className="canvasbar" role="group" aria-label="Zoom">
      <Button kind="icon" aria-label="Zoom out" title="Zoom out (-)" onClick={() => designer.view?.zoom(1 / STEP)}>
        <Icon name="minus" />
      </Button>
      <span className="percent">{percent}%</span>
      <Button kind="icon" aria-label="Zoom in" title="Zoom in (+)" onClick={() => designer.view?.zoom(STEP)}>
        <Icon name="add" />
      </Button>
    </div>
  );
}
