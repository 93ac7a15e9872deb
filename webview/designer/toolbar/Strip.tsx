import * as l10n from '@vscode/l10n';
import { memo, useCallback, useDeferredValue, useMemo, type KeyboardEvent, type ReactElement } from 'react';
import { fold } from '../../../src/core/blocks/fold';
import { formatCount } from '../../../src/core/format';
import { formatShare } from '../../shared/format';
import { segments, stripModes, type Segment } from '../graph/strip';
import { weighingOf } from '../graph/weighing';
import { useDesigner, useDesignerState } from '../state/designer';
import { timingOf } from '../state/timing';
import { phasedAnalysis } from '../state/training';
import { useRested } from '../state/useRested';

const NARROWEST = 0.004;

function wordsOf({ layer, share, count, unknown, words }: Segment): string {
  const part = unknown ? l10n.t('unknown') : formatShare(share);
  return count === 1
    ? `${layer.name} ${part}${words === '' || words.startsWith('≈ ' + part) ? '' : `, ${words}`}`
    : l10n.t`${layer.name} and ${formatCount(count - 1)} beside it, ${part}`;
}

/** The model in the order of the file, each layer as wide as its share. */
export const Strip = memo(function Strip(): ReactElement {
  const designer = useDesigner();
  // A new card does not wait for it.
  const analysis = useDeferredValue(useRested(useDesignerState(phasedAnalysis)));
  const mode = useDesignerState((state) => state.mode);
  const selection = useDesignerState((state) => state.selection);
  const times = useDesignerState((state) => timingOf(state).times);
  const step = useDesignerState((state) => timingOf(state).step);
  // A block is one part of the strip, unfolded or not: of one that is repeated only the first is there to unfold.
  const folded = useMemo(() => (analysis.instances.length > 0 ? fold(analysis, new Set()) : analysis), [analysis]);
  const shown = useMemo(() => segments(folded, mode, weighingOf(analysis, mode, { times, step })), [folded, analysis, mode, times, step]);
  const active = shown.findIndex(({ layer }) => layer.id === selection.at(-1));
  const choose = useCallback(({ layer }: Segment) => designer.select([layer.id], { reveal: true }), [designer]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const goal = { ArrowRight: active + 1, ArrowLeft: active - 1, Home: 0, End: shown.length - 1 }[event.key];
    const next = goal === undefined ? undefined : shown[Math.max(0, Math.min(shown.length - 1, goal))];
    if (!next) return;
    event.preventDefault();
    choose(next);
  };
  if (shown.length === 0) return <div className="strip" />;
  const label = stripModes.find((one) => one.mode === mode)?.share ?? '';
  return (
    <div
      className={`strip ${shown.length > 60 ? 'dense' : ''}`}
      role="listbox"
      aria-label={label}
      aria-orientation="horizontal"
      tabIndex={0}
      aria-activedescendant={active >= 0 ? `segment-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      <Segments shown={shown} selection={selection} choose={choose} />
    </div>
  );
});

interface SegmentsProps {
  readonly shown: readonly Segment[];
  readonly selection: readonly string[];
  readonly choose: (segment: Segment) => void;
}

const Segments = memo(function Segments({ shown, selection, choose }: SegmentsProps): ReactElement {
  return (
    <>
      {shown.map((segment, i) => {
        const { layer, share, named, unknown } = segment;
        const on = selection.includes(layer.id);
        const classes = [`f-${layer.spec?.family ?? 'unknown'}`, on && 'on', !named && 'tiny', unknown && 'unknown'];
        return (
          <span
            key={layer.id}
            id={`segment-${i}`}
            role="option"
            aria-selected={on}
            aria-label={wordsOf(segment)}
            title={wordsOf(segment)}
            className={classes.filter(Boolean).join(' ')}
            style={{ flex: `${Math.max(share, NARROWEST)} 0 0` }}
            onClick={() => choose(segment)}
          >
            {named && (
              <>
                {layer.name}
                <span className="dim">{formatShare(share)}</span>
              </>
            )}
          </span>
        );
      })}
    </>
  );
});
