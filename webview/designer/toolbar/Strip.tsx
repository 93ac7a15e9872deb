import { memo, useDeferredValue, useMemo, type KeyboardEvent, type ReactElement } from 'react';
import { formatCount } from '../../../src/core/format';
import { formatShare } from '../../shared/format';
import { segments, stripModes, type Segment } from '../graph/strip';
import { useDesigner, useDesignerState } from '../state/designer';

const NARROWEST = 0.004;

function wordsOf({ layer, share, count, unknown }: Segment): string {
  const part = unknown ? 'unknown' : formatShare(share);
  return count === 1 ? `${layer.name} ${part}` : `${layer.name} and ${formatCount(count - 1)} beside it, ${part}`;
}

/** The model in the order of the file, each layer as wide as its share. */
export const Strip = memo(function Strip(): ReactElement {
  const designer = useDesigner();
  // While something is typed the counts come first, the shares a frame later.
  const analysis = useDeferredValue(useDesignerState(({ session }) => session.shown));
  const mode = useDesignerState((state) => state.mode);
  const selection = useDesignerState((state) => state.selection);
  const shown = useMemo(() => segments(analysis, mode), [analysis, mode]);
  const active = shown.findIndex(({ layer }) => layer.id === selection.at(-1));
  const choose = ({ layer }: Segment): void => designer.select([layer.id], { reveal: true });
  const onKeyDown = (event: KeyboardEvent): void => {
    const goal = { ArrowRight: active + 1, ArrowLeft: active - 1, Home: 0, End: shown.length - 1 }[event.key];
    const next = goal === undefined ? undefined : shown[Math.max(0, Math.min(shown.length - 1, goal))];
    if (!next) return;
    event.preventDefault();
    choose(next);
  };
  if (shown.length === 0) return <div className="strip" />;
  const title = stripModes.find((one) => one.mode === mode)?.title ?? '';
  return (
    <div
      className={`strip ${shown.length > 60 ? 'dense' : ''}`}
      role="listbox"
      aria-label={`Share of ${title.toLowerCase()}`}
      aria-orientation="horizontal"
      tabIndex={0}
      aria-activedescendant={active >= 0 ? `segment-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
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
    </div>
  );
});
