import * as l10n from '@vscode/l10n';
import type { ReactElement, ReactNode } from 'react';
import { shortRuntime } from '../../src/core/training/shortRuntime';
import type { RuntimeProbe } from '../../src/protocol/examination';
import type { FromRuntimes } from '../../src/protocol/runtimesPage';
import { Button } from '../shared/controls';
import { Icon } from '../shared/icons';
import { Graphics } from './Graphics';
import { aboutRuntime } from './words';

interface RuntimeSectionProps {
  readonly probe: RuntimeProbe;
  readonly linux: boolean;
  readonly named: string | undefined;
  readonly canSetUp: boolean;
  readonly post: (message: FromRuntimes) => void;
}

const NAMES = { tensorflow: 'TensorFlow', wasm: 'WebAssembly', cpu: l10n.t('Plain JavaScript') } as const;

/** One runtime: whether it can be used, with what, and what to do where it cannot. */
export function RuntimeSection({ probe, linux, named, canSetUp, post }: RuntimeSectionProps): ReactElement {
  const { name, available, label, version, device, source, reason, next, rejected = [], gpu } = probe;
  const canMake = name === 'tensorflow' && named === undefined && canSetUp;
  return (
    <section aria-labelledby={`runtime-${name}`}>
      <div className="head">
        <Icon name={available ? 'check' : 'warning'} className={available ? 'good' : 'warn'} />
        <h2 id={`runtime-${name}`}>{available ? shortRuntime({ label: label ?? NAMES[name], device: device ?? 'CPU' }) : NAMES[name]}</h2>
        <span className={available ? 'dim' : 'strong'}>{available ? l10n.t('works') : l10n.t('not available')}</span>
      </div>
      <p className="dim">{aboutRuntime(name)}</p>
      {!available && <p>{reason}</p>}
      {!available && canMake && (
        <p>{l10n.t('Training works without it. Layerwise can set it up in a folder of its own; nothing else is changed.')}</p>
      )}
      {/* Where none was found that is to set one up, which the button does. */}
      {!available && next !== undefined && !(canMake && rejected.length > 0) && <p>{next}</p>}
      {available && (
        <dl>
          {version !== undefined && <Fact name={l10n.t('Version')}>{version}</Fact>}
          {device !== undefined && <Fact name={l10n.t('Device')}>{device}</Fact>}
          {source !== undefined && (
            <Fact name={l10n.t('From')}>
              <span className="path">{source}</span>
            </Fact>
          )}
          {named !== undefined && (
            <Fact name={l10n.t('Named by')}>
              <code>{named}</code>
            </Fact>
          )}
        </dl>
      )}
      {name === 'tensorflow' && <Graphics gpu={gpu} linux={linux} />}
      {rejected.length > 0 && (
        <details open={!available}>
          <summary>{available ? l10n.t('Looked at before it') : l10n.t('Looked at and not taken')}</summary>
          <ul>
            {rejected.map(({ what, reason: why }) => (
              <li key={what}>
                <span className="path">{what}</span>
                <span className="dim">{why}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {name === 'tensorflow' && (
        <Ways
          unexplained={!available && probe.rejected === undefined}
          available={available}
          lacksCuda={gpu?.reason !== undefined}
          named={named}
          canSetUp={canSetUp}
          post={post}
        />
      )}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

interface WaysProps extends Pick<RuntimeSectionProps, 'named' | 'canSetUp' | 'post'> {
  readonly available: boolean;
  /** It ended a process: all that is known of it is in the log. */
  readonly unexplained: boolean;
  /** There is a GPU that it does not compute on. */
  readonly lacksCuda: boolean;
}

/** What can be done about it, the first thing first. */
function Ways({ unexplained, available, lacksCuda, named, canSetUp, post }: WaysProps): ReactElement | null {
  const wanted = !available || lacksCuda;
  const setUp = wanted && canSetUp;
  if (!setUp && named === undefined && available) return null;
  return (
    <div className="ways">
      {named !== undefined && (
        <Button kind={available ? 'secondary' : 'primary'} onClick={() => post({ type: 'openSetting', setting: named })}>
          {l10n.t('Open setting')}
        </Button>
      )}
      {setUp && (
        <Button kind={named === undefined ? 'primary' : 'secondary'} onClick={() => post({ type: 'setUpTensorflow' })}>
          {l10n.t('Set up TensorFlow')}
        </Button>
      )}
      {unexplained && (
        <Button kind="secondary" onClick={() => post({ type: 'openLog' })}>
          {l10n.t('Open log')}
        </Button>
      )}
    </div>
  );
}
