import * as l10n from '@vscode/l10n';
import { Fragment, memo, useLayoutEffect, useRef, type ReactElement } from 'react';
import { kerasMarksDone } from '../../../src/core/training/kerasLog';
import type { RunState } from '../../../src/core/training/run';
import { kerasEntries, type KerasEntry } from './rows';

/** What Keras prints; of a very long run the last epochs, all of it is in the copy. */
const SHOWN = 300;

export function KerasText({ run }: { readonly run: RunState | undefined }): ReactElement {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const entries = run ? kerasEntries(run) : [];
  useLayoutEffect(() => {
    if (atEnd.current && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [entries.length]);
  const look = () => {
    const { scrollTop, clientHeight, scrollHeight } = scroller.current ?? { scrollTop: 0, clientHeight: 0, scrollHeight: 0 };
    atEnd.current = scrollTop + clientHeight >= scrollHeight - 22;
  };
  return (
    <div className="scroll keras" ref={scroller} tabIndex={0} role="region" aria-label={l10n.t('Log as Keras prints it')} onScroll={look}>
      <pre>
        {entries.slice(-SHOWN).map((entry) => (
          <Entry key={entry.epoch} {...entry} />
        ))}
      </pre>
    </div>
  );
}

const Entry = memo(function Entry({ title, line, step, steps }: KerasEntry): ReactElement {
  const start = line.indexOf('━');
  const end = line.lastIndexOf('━') + 1;
  const done = start + kerasMarksDone(step, steps);
  return (
    <Fragment>
      <span className="strong">{title}</span>
      {'\n'}
      {line.slice(0, start)}
      <span className="done">{line.slice(start, done)}</span>
      <span className="rest">{line.slice(done, end)}</span>
      {line.slice(end)}
      {'\n'}
    </Fragment>
  );
});
