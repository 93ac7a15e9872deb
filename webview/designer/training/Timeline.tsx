import * as l10n from '@vscode/l10n';
import { useRef, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import type { JsonObject, TrainingSection } from '../../../src/core/document';
import { formatCount } from '../../../src/core/format';
import { courseOf, type CoursePart } from '../../../src/core/training/course';
import { namesLikeAny } from '../../../src/core/training/phases';
import { addPhase, movePhase, removePhase, resizePhase } from '../../../src/core/training/phaseEdits';
import { Icon } from '../../shared/icons';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { PhaseEditor } from './PhaseEditor';
import { epochsText, layersText } from '../../../src/core/countWords';

/** The phases of training as bars over epochs; the selected one is edited below, and shown on the cards. */
export function Timeline({ training }: { readonly training: TrainingSection }): ReactElement {
  const designer = useDesigner();
  const locked = useDesignerState(isLocked);
  const layers = useDesignerState(({ session }) => session.shown.layers);
  const selected = useDesignerState(({ trainingPhase }) => trainingPhase);
  const running = useDesignerState(({ run }) => (run?.phase === 'running' || run?.phase === 'paused' ? run.trainingPhase : undefined));
  const { phases } = training as JsonObject;
  const phased = Array.isArray(phases) && phases.length > 0;
  const parts = courseOf(training);
  const total = parts.reduce((sum, { epochs }) => sum + epochs, 0);
  const learners = layers.filter(({ parameters }) => (parameters?.total ?? 0) > 0).map(({ name }) => name);
  const select = (phase: number | undefined): void => designer.set({ trainingPhase: phase });
  const at = selected !== undefined && selected < parts.length ? selected : undefined;

  const add = (): void => {
    if (designer.commit(addPhase(training), l10n.t('Added a phase.'))) select(phased ? parts.length : 0);
  };
  const remove = (phase: number): void => {
    designer.commit(removePhase(training, phase), l10n.t`Removed phase ${phase + 1}.`);
    select(parts.length > 2 ? Math.max(0, phase - 1) : undefined);
  };
  const move = (phase: number, by: 1 | -1): void => {
    const edit = movePhase(training, phase, by);
    if (edit && designer.commit(edit, by > 0 ? l10n.t`Moved phase ${phase + 1} back.` : l10n.t`Moved phase ${phase + 1} forward.`))
      select(phase + by);
  };
  const resize = (phase: number, epochs: number): void =>
    void designer.commit(resizePhase(phase, epochs), l10n.t`Phase ${phase + 1} has ${epochsText(Math.max(1, epochs))}.`);

  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, altKey, shiftKey } = event;
    const direction = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : undefined;
    const own = at === undefined ? undefined : parts[at];
    if (direction && own && altKey && !locked) move(own.index, direction);
    else if (direction && own && shiftKey && !locked) resize(own.index, own.epochs + direction);
    else if (direction)
      select(Math.max(0, Math.min(parts.length - 1, at === undefined ? (direction > 0 ? 0 : parts.length - 1) : at + direction)));
    else if (key === 'Home' || key === 'End') select(key === 'Home' ? 0 : parts.length - 1);
    else if (key === 'Delete' && own && !locked) remove(own.index);
    else if (key === 'Escape' && at !== undefined) select(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (!phased)
    return (
      <>
        <div className="help">{l10n.t`All layers learn for ${epochsText(total)}, with one optimizer.`}</div>
        {!locked && (
          <div className="links">
            <button className="link" onClick={add}>
              {l10n.t('Train in phases…')}
            </button>
          </div>
        )}
      </>
    );
  return (
    <>
      <div
        className="timeline"
        role="listbox"
        aria-label={l10n.t('Phases of training')}
        aria-orientation="horizontal"
        tabIndex={0}
        aria-activedescendant={at === undefined ? undefined : `phase-${at}`}
        title={l10n.t('Arrow keys choose; Shift: longer, shorter; Alt: earlier, later; Delete removes')}
        onKeyDown={onKeyDown}
      >
        {parts.map((part) => (
          <Bar
            key={part.index}
            part={part}
            frozen={namesLikeAny(part.freeze, learners).length}
            selected={part.index === at}
            running={part.index === running}
            locked={locked}
            total={total}
            select={select}
            resize={resize}
          />
        ))}
      </div>
      <div className="timeends dim" aria-hidden="true">
        <span>{l10n.t('epoch 1')}</span>
        <span>{formatCount(total)}</span>
      </div>
      <div className="links">
        {!locked && (
          <button className="link" onClick={add}>
            {l10n.t('Add a phase')}
          </button>
        )}
        {at !== undefined && (
          <button className="link" onClick={() => select(undefined)}>
            {l10n.t('Close')}
          </button>
        )}
      </div>
      {at !== undefined && (
        <PhaseEditor
          key={at}
          part={parts[at]!}
          phase={training.phases?.[at] ?? {}}
          learners={learners}
          locked={locked}
          ends={{ first: at === 0, last: at === parts.length - 1 }}
          move={(by) => move(at, by)}
          remove={() => remove(at)}
        />
      )}
    </>
  );
}

interface BarProps {
  readonly part: CoursePart;
  /** How many layers it freezes. */
  readonly frozen: number;
  readonly selected: boolean;
  readonly running: boolean;
  readonly locked: boolean;
  /** Epochs of all. */
  readonly total: number;
  readonly select: (phase: number | undefined) => void;
  readonly resize: (phase: number, epochs: number) => void;
}

function Bar({ part, frozen, selected, running, locked, total, select, resize }: BarProps): ReactElement {
  const { index, epochs, optimizer } = part;
  const drag = useRef<{ readonly x: number; readonly pixels: number }>(undefined);
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    const width = event.currentTarget.closest('.timeline')?.getBoundingClientRect().width ?? 1;
    drag.current = { x: event.clientX, pixels: width / total };
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>): void => {
    const began = drag.current;
    drag.current = undefined;
    const change = began ? Math.round((event.clientX - began.x) / began.pixels) : 0;
    if (change !== 0) resize(index, Math.max(1, epochs + change));
  };
  const words = [
    l10n.t`Phase ${index + 1}: ${epochsText(epochs)}`,
    optimizer || l10n.t('optimizer unknown'),
    frozen > 0 ? l10n.t`${layersText(frozen)} frozen` : l10n.t('all layers learn'),
    ...(running ? [l10n.t('under way')] : []),
  ].join(', ');
  return (
    <div
      id={`phase-${index}`}
      role="option"
      aria-selected={selected}
      aria-label={words}
      title={words}
      className={`phase ${selected ? 'on' : ''} ${frozen > 0 ? 'hatched' : ''}`}
      style={{ flexGrow: epochs }}
      onClick={() => select(selected ? undefined : index)}
    >
      <span className="line">
        {running && <i className="dot" />}
        {frozen > 0 && <Icon name="lock" />}
        <b>{formatCount(epochs)}</b>
        <span className="what">{optimizer}</span>
      </span>
      {!locked && (
        <span className="edge" onPointerDown={onPointerDown} onPointerUp={onPointerUp} onClick={(event) => event.stopPropagation()} />
      )}
    </div>
  );
}
