import * as l10n from '@vscode/l10n';
import type { KeyboardEvent, ReactElement } from 'react';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { ModeChoice } from './ModeChoice';
import { ProblemCounts } from './ProblemCounts';
import { Totals } from './Totals';
import { isUnderWay, Progress, TrainControls } from './TrainControls';

/** What is there to do, what the model comes to, and the training. */
export function Toolbar(): ReactElement {
  const designer = useDesigner();
  const locked = useDesignerState(isLocked);
  const viewed = useDesignerState((state) => state.viewed !== undefined);
  const last = useDesignerState(({ selection }) => selection.at(-1));
  const busy = useDesignerState(({ run }) => isUnderWay(run));
  return (
    <div className={`toolbar ${busy ? 'busy' : ''}`} role="toolbar" aria-label={l10n.t('Model')} onKeyDown={walk}>
      {!viewed && (
        <Button
          disabled={locked}
          title={l10n.t('Add a layer (A)')}
          aria-label={l10n.t('Add layer')}
          onClick={() => designer.open({ kind: 'add', position: last === undefined ? { end: true } : { after: last }, layer: last })}
        >
          <Icon name="add" />
          <span className="word">{l10n.t('Add layer')}</span>
        </Button>
      )}
      <Button
        kind="icon"
        title={l10n.t('Find a layer (/)')}
        aria-label={l10n.t('Find a layer')}
        onClick={() => designer.open({ kind: 'find' })}
      >
        <Icon name="search" />
      </Button>
      <Button
        kind="icon"
        title={l10n.t('Fit the graph into the view (1)')}
        aria-label={l10n.t('Fit the graph into the view')}
        onClick={() => designer.view?.fit()}
      >
        <Icon name="fit" />
      </Button>
      <span className="sep" />
      <ModeChoice />
      <span className="sep" />
      <Totals />
      <span className="grow" />
      <ProblemCounts />
      <Button
        kind="icon"
        className="drawer"
        title={l10n.t('Inspector (Enter)')}
        aria-label={l10n.t('Open the inspector')}
        onClick={() => designer.set({ inspectorOpen: !designer.store.get().inspectorOpen })}
      >
        <Icon name="split" />
      </Button>
      <TrainControls />
      <Progress />
    </div>
  );
}

/** Left and right go from control to control, as in any toolbar. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const target = event.target as HTMLElement;
  if (step === undefined || target.getAttribute('aria-expanded') === 'true') return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('vscode-button:not([disabled]), button:not([disabled])')].filter(
    (stop) => stop.offsetParent !== null,
  );
  stops[(stops.indexOf(target.closest('vscode-button, button') as HTMLElement) + step + stops.length) % stops.length]?.focus();
  event.preventDefault();
}
