import * as l10n from '@vscode/l10n';
import { useMemo, type ReactElement } from 'react';
import type { ConflictChoice } from '../../../src/core/diff/conflict';
import { readConflicts, type Conflicts as Found, type ConflictStory } from '../../../src/core/diff/describeConflict';
import { position } from '../../../src/core/locate';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { useDesigner, useDesignerState } from '../state/designer';
import { isBroken } from '../state/session';

/** What git could not merge in the design's text; nothing where it can be read. */
export function useConflicts(): Found | undefined {
  const text = useDesignerState(({ session }) => (isBroken(session) ? session.text : ''));
  return useMemo(() => readConflicts(text), [text]);
}

/** In place of the graph while the text has conflicts: what stands against what, and a side to take. */
export function Conflicts({ found }: { readonly found: Found }): ReactElement {
  const designer = useDesigner();
  const text = useDesignerState(({ session }) => session.text);
  const refusal = useDesignerState((state) => state.refusal);
  const locked = useDesignerState((state) => state.readonly);
  const { stories, ours, theirs } = found;
  const [first] = stories;
  if (!first) return <></>;
  const labels = labelsOf(first);
  const resolve = (choice: ConflictChoice, offset?: number): void =>
    designer.post({ type: 'resolveConflict', choice, ...(offset !== undefined && { offset }) });
  return (
    <section className="conflicts" aria-labelledby="conflicts-title">
      <header>
        <Icon name="warning" className="warn" />
        <div>
          <h2 id="conflicts-title">
            {stories.length === 1
              ? l10n.t`A merge conflict between ${labels.ours} and ${labels.theirs}`
              : l10n.t`${stories.length} merge conflicts between ${labels.ours} and ${labels.theirs}`}
          </h2>
          <p>{l10n.t('Git could not merge all of this file. Take a side of each conflict; the graph is drawn again once none is left.')}</p>
        </div>
      </header>
      <div className="outcomes">
        {(
          [
            ['ours', ours.words],
            ['theirs', theirs.words],
          ] as const
        ).map(([side, words]) => (
          <div key={side}>
            <div>
              <h3>{labels[side]}</h3>
              <p>{words}</p>
            </div>
            <Button kind="secondary" disabled={locked} onClick={() => resolve(side)}>
              {l10n.t`Take all of ${labels[side]}`}
            </Button>
          </div>
        ))}
      </div>
      <div className="ways">
        <Button kind="secondary" onClick={() => designer.post({ type: 'openMergeEditor' })}>
          {l10n.t('Open merge editor')}
        </Button>
        <Button kind="secondary" onClick={() => designer.openAsText()}>
          {l10n.t('Open as text')}
        </Button>
      </div>
      {locked && <p>{l10n.t('This file is read-only.')}</p>}
      {refusal && <p role="alert">{refusal.reason}</p>}
      <ol>
        {stories.map((story, i) => (
          <Story
            key={i}
            story={story}
            line={position(text, story.conflict.offset).line}
            locked={locked}
            resolve={(choice) => resolve(choice, story.conflict.offset)}
          />
        ))}
      </ol>
    </section>
  );
}

const labelsOf = ({ conflict }: ConflictStory): { readonly ours: string; readonly theirs: string } => ({
  ours: conflict.oursLabel || l10n.t('the first side'),
  theirs: conflict.theirsLabel || l10n.t('the second side'),
});

interface StoryProps {
  readonly story: ConflictStory;
  readonly line: number;
  readonly locked: boolean;
  readonly resolve: (choice: ConflictChoice) => void;
}

function Story({ story, line, locked, resolve }: StoryProps): ReactElement {
  const { differences, choices, conflict } = story;
  const labels = labelsOf(story);
  const words = { ours: l10n.t`Take ${labels.ours}`, theirs: l10n.t`Take ${labels.theirs}`, both: l10n.t('Take both') };
  return (
    <li className="conflict">
      <h3>{l10n.t`Line ${line}`}</h3>
      {differences.length > 0 ? (
        <table>
          <thead>
            <tr>
              <th scope="col">{l10n.t('What')}</th>
              <th scope="col">{labels.ours}</th>
              <th scope="col">{labels.theirs}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ what, ours, theirs }) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td className="mono">{ours}</td>
                <td className="mono">{theirs}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <div className="texts">
          <Text label={labels.ours} text={conflict.ours} />
          <Text label={labels.theirs} text={conflict.theirs} />
        </div>
      )}
      <div className="ways">
        {choices.map((choice) => (
          <Button
            key={choice}
            kind="secondary"
            disabled={locked}
            aria-label={l10n.t`${words[choice]} at line ${line}`}
            onClick={() => resolve(choice)}
          >
            {words[choice]}
          </Button>
        ))}
      </div>
    </li>
  );
}

/** Where what differs is no difference of the design, the lines themselves say it. */
function Text({ label, text }: { readonly label: string; readonly text: string }): ReactElement {
  return (
    <figure>
      <figcaption>{label}</figcaption>
      <pre className="mono" tabIndex={0}>
        {text.trimEnd() || l10n.t('(nothing)')}
      </pre>
    </figure>
  );
}
