import { memo, useDeferredValue, useMemo, type KeyboardEvent, type ReactElement } from 'react';
import { formatCount } from '../../../src/core/format';
import { formatShare } from '../../shared/format';
import { segments, stripModes } from '../graph/strip';
import { useDesigner, useDesignerState } from '../state/designer';

/** The model in the order of the file, each layer as wide as its share. */
export const Strip = memo(function Strip(): ReactElement {
  const designer = useDesigner();
  // While something is typed the counts come first, the shares a frame later.
  const analysis = useDeferredValue(useDesignerState(({ session }) => session.shown));
  const mode = useDesignerState((state) => state.mode);
  const selection = useDesignerState((state) => state.selection);
  const shown = useMemo(() => segments(analysis, mode), [analysis, mode]);
  const named = shown.filter(({ layer }) => layer !== undefined);
  const active = named.findIndex(({ id }) => id === selection.at(-1));
  const choose = (id: string): void => designer.select([id], { reveal: true });
  const onKeyDown = (event: KeyboardEvent): void => {
    const goal = { ArrowRight: active + 1, ArrowLeft: active - 1, Home: 0, End: named.length - 1 }[event.key];
    const next = goal === undefined ? undefined : named[Math.max(0, Math.min(named.length - 1, goal))];
    if (!next) return;
    event.preventDefault();
    choose(next.id);
  };
  const title = stripModes.find((one) => one.mode === mode)?.title ?? '';
  if (named.length === 0) return <div className="strip" />;
  return (
    <div
      className="strip"
      role="listbox"
      aria-label={`Share of ${title.toLowerCase()}`}
      aria-orientation="horizontal"
      tabIndex={0}
      aria-activedescendant={active >= 0 ? `segment-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      {shown.map((segment, i) => {
        const { id, layer, share, named: roomy, count } = segment;
        const on = selection.includes(id);
        const words = layer
          ? `${layer.name} ${layer.parameters ? formatShare(share) : 'unknown'}`
          : `${formatCount(count)} small layers, ${formatShare(share)}`;
        return (
          <span
            key={id || i}
            id={`segment-${layer ? named.indexOf(segment) : 'rest'}`}
            role="option"
            aria-selected={on}
            aria-label={words}
            title={words}
            className={`f-${layer?.spec?.family ?? 'unknown'} ${on ? 'on' : ''} ${roomy ? '' : 'tiny'} ${layer && !layer.parameters ? 'unknown' : ''}`}
            style={{ flex: `${Math.max(share, 0.004)} 0 0` }}
            onClick={() => layer && choose(id)}
          >
            {roomy && layer && (
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
