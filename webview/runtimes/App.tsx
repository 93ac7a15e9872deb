import * as l10n from '@vscode/l10n';
import { useEffect, useState, type ReactElement } from 'react';
import { cpusText } from '../../src/core/countWords';
import { formatBytes } from '../../src/core/format';
import type { Refused } from '../../src/protocol/designerQuestions';
import type { FromRuntimes, ToRuntimes } from '../../src/protocol/runtimesPage';
import type { Channel } from '../shared/channel';
import { Button } from '../shared/controls';
import { Icon } from '../shared/icons';
import { RuntimeSection } from './RuntimeSection';
import { chosenText } from './words';

type Examined = Extract<ToRuntimes, { type: 'examined' }>;
type Post = (message: FromRuntimes) => void;

/** What training can use on this machine, what is missing, and what to do about it. */
export function App({ channel }: { readonly channel: Channel<ToRuntimes, FromRuntimes, undefined> }): ReactElement | null {
  const [told, setTold] = useState<ToRuntimes>();
  // What was seen last stays while all is tried again.
  const [seen, setSeen] = useState<Examined>();
  useEffect(() => {
    const stop = channel.listen((message) => {
      setTold(message);
      if (message.type === 'examined') setSeen(message);
      else if (message.type === 'notExamined' && message.failure) setSeen(undefined);
    });
    channel.post({ type: 'ready' });
    return stop;
  }, [channel]);
  if (!told) return null;
  const post: Post = (message) => channel.post(message);
  const busy = told.type === 'examining';
  return (
    <main className="runtimes">
      <header>
        <h1>{l10n.t('Runtimes')}</h1>
        {seen && <span className="dim machine">{machineText(seen)}</span>}
        <div className="controls">
          {/* It stays where it is, so that the focus stays on it. */}
          <Button kind="secondary" onClick={() => post({ type: busy ? 'cancel' : 'examine' })}>
            {busy ? l10n.t('Cancel') : l10n.t('Check again')}
          </Button>
          <Button kind="secondary" disabled={!seen || busy} onClick={() => post({ type: 'copyReport' })}>
            <Icon name="copy" />
            {l10n.t('Copy report')}
          </Button>
        </div>
      </header>
      <p className="doing" role="status">
        {busy ? (
          l10n.t('Trying each runtime in a process of its own…')
        ) : told.type === 'examined' ? (
          <span className="hidden">{l10n.t('Done.')}</span>
        ) : told.failure ? (
          ''
        ) : (
          l10n.t('Cancelled.')
        )}
      </p>
      {told.type === 'notExamined' && told.failure && <NotExamined failure={told.failure} setting={told.setting} post={post} />}
      {seen && <Found seen={seen} post={post} />}
    </main>
  );
}

function machineText({ examination: { layerwise, node, platform, cpus, memory } }: Examined): string {
  return [
    `Layerwise ${layerwise}`,
    `Node ${node.replace(/^v/, '')}`,
    platform,
    cpusText(cpus),
    l10n.t`${formatBytes(memory)} of memory`,
  ].join(' · ');
}

function Found({ seen: { examination, chosen, named, canSetUp }, post }: { readonly seen: Examined; readonly post: Post }): ReactElement {
  const both = examination.runtimes.filter(({ name, available }) => available && name !== 'cpu').length > 1;
  return (
    <>
      <p className="chosen">
        <span>{chosenText(chosen, both)}</span>
        <button type="button" className="link" onClick={() => post({ type: 'chooseRuntime' })}>
          {l10n.t('Choose another')}
        </button>
      </p>
      {examination.runtimes.map((probe) => (
        <RuntimeSection
          key={probe.name}
          probe={probe}
          linux={examination.platform.startsWith('linux')}
          named={probe.name === 'tensorflow' ? named : undefined}
          canSetUp={canSetUp}
          post={post}
        />
      ))}
    </>
  );
}

function NotExamined({
  failure,
  setting,
  post,
}: {
  readonly failure: Refused;
  readonly setting: string | undefined;
  readonly post: Post;
}): ReactElement {
  return (
    <div className="note advice e" role="alert">
      <Icon name="error" />
      <div>
        <b>{failure.message} </b>
        {[failure.cause, failure.next].filter(Boolean).join(' ')}
      </div>
      <div className="fixes">
        {setting !== undefined && (
          <button type="button" className="link" onClick={() => post({ type: 'openSetting', setting })}>
            {l10n.t('Open setting')}
          </button>
        )}
        <button type="button" className="link" onClick={() => post({ type: 'openLog' })}>
          {l10n.t('Open log')}
        </button>
      </div>
    </div>
  );
}
