import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { Json, JsonObject } from '../../../src/core/document';
import { formatCount } from '../../../src/core/format';
import type { CoursePart } from '../../../src/core/training/course';
import { toggleFrozen } from '../../../src/core/training/phaseEdits';
import { namesLikeAny, phaseFields, type PhaseSection } from '../../../src/core/training/phases';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { FieldRow } from '../inspector/FieldRow';
import { useDesigner, useDesignerState } from '../state/designer';
import { phasedAnalysis } from '../state/training';

/** Layers that can be frozen by a press; more are named in the field. */
const MOST_SHOWN = 60;

interface PhaseEditorProps {
  readonly part: CoursePart;
  readonly phase: PhaseSection;
  /** Names of the layers with weights. */
  readonly learners: readonly string[];
  readonly locked: boolean;
  readonly ends: { readonly first: boolean; readonly last: boolean };
  readonly move: (by: 1 | -1) => void;
  readonly remove: () => void;
}

/** The selected phase: what it freezes, how long it lasts, and its optimizer. */
export function PhaseEditor({ part, phase, learners, locked, ends, move, remove }: PhaseEditorProps): ReactElement {
  const designer = useDesigner();
  const { trainable, nonTrainable } = useDesignerState((state) => phasedAnalysis(state).totals);
  const { index, freeze } = part;
  const frozen = new Set(namesLikeAny(freeze, learners));
  const toEdit = (field: string) => (value: Json | undefined) => ({
    type: 'setTraining' as const,
    path: ['phases', index, field],
    ...(value !== undefined && { value }),
  });
  const toggle = (name: string): void => {
    const next = toggleFrozen(freeze, learners, name);
    designer.commit(
      toEdit('freeze')(next.length === 0 ? undefined : next),
      frozen.has(name) ? l10n.t`${name} learns.` : l10n.t`${name} is frozen.`,
    );
  };
  return (
    <div className="phaseeditor" role="group" aria-label={l10n.t`Phase ${index + 1}`}>
      <div className="cardhead">
        <span className="strong">{l10n.t`Phase ${index + 1}`}</span>
        <span className="dim small">{l10n.t`${formatCount(trainable)} trainable, ${formatCount(nonTrainable)} not`}</span>
        {!locked && (
          <span className="tools">
            <Button
              kind="icon"
              className="tiny"
              disabled={ends.first}
              aria-label={l10n.t('Earlier')}
              title={l10n.t('Earlier (Alt+←)')}
              onClick={() => move(-1)}
            >
              <Icon name="arrow" className="flip" />
            </Button>
            <Button
              kind="icon"
              className="tiny"
              disabled={ends.last}
              aria-label={l10n.t('Later')}
              title={l10n.t('Later (Alt+→)')}
              onClick={() => move(1)}
            >
              <Icon name="arrow" />
            </Button>
            <Button
              kind="icon"
              className="tiny"
              aria-label={l10n.t`Remove phase ${index + 1}`}
              title={l10n.t('Remove (Delete)')}
              onClick={remove}
            >
              <Icon name="close" />
            </Button>
          </span>
        )}
      </div>
      {phaseFields.map((field) => (
        <FieldRow
          key={field.name}
          field={field}
          value={(phase as JsonObject)[field.name]}
          path={['training', 'phases', index, field.name]}
          locked={locked}
          {...(field.name === 'optimizer' && { none: l10n.t('as the training') })}
          toEdit={toEdit(field.name)}
        />
      ))}
      {learners.length > 0 && (
        <div className="learners" role="group" aria-label={l10n.t('Layers that are frozen in this phase')}>
          {learners.slice(0, MOST_SHOWN).map((name) => (
            <button
              key={name}
              className={`token ${frozen.has(name) ? 'held' : ''}`}
              aria-pressed={frozen.has(name)}
              aria-label={l10n.t`Freeze ${name}`}
              title={frozen.has(name) ? l10n.t`${name} is frozen in this phase` : l10n.t`${name} learns in this phase`}
              disabled={locked}
              onClick={() => toggle(name)}
            >
              {frozen.has(name) && <Icon name="lock" />}
              {name}
            </button>
          ))}
          {learners.length > MOST_SHOWN && (
            <span className="dim small">{l10n.t`and ${formatCount(learners.length - MOST_SHOWN)} more, by name or pattern above`}</span>
          )}
        </div>
      )}
    </div>
  );
}
