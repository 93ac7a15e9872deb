import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { formatBytes } from '../../src/core/format';
import type { GpuProbe } from '../../src/protocol/examination';
import { Icon } from '../shared/icons';

/** The GPU, and each library that TensorFlow needs for it: found, or missing. */
export function Graphics({ gpu, linux }: { readonly gpu: GpuProbe | undefined; readonly linux: boolean }): ReactElement | null {
  // Elsewhere no TensorFlow that Layerwise can load computes on a GPU.
  if (!gpu) return linux ? <p className="dim">{l10n.t('GPU: no NVIDIA device with a loaded driver was found.')}</p> : null;
  const { device, memory, driver, libraries, reason } = gpu;
  const missing = libraries.filter(({ found }) => found === undefined).length;
  const what = [
    device ?? l10n.t('An NVIDIA device'),
    memory !== undefined && formatBytes(memory),
    driver === undefined ? l10n.t('no driver is loaded') : l10n.t`driver ${driver}`,
  ];
  return (
    <div className="graphics">
      <h3>{l10n.t('GPU')}</h3>
      <p>{what.filter(Boolean).join(' · ')}</p>
      {reason !== undefined && (
        <p className="reason">
          <Icon name="warning" className="warn" />
          <span>{reason}</span>
        </p>
      )}
      {libraries.length > 0 && (
        <details open={missing > 0}>
          <summary>{l10n.t`Libraries of CUDA: ${libraries.length - missing} of ${libraries.length} found`}</summary>
          <table>
            <thead>
              <tr>
                <th scope="col">{l10n.t('needed')}</th>
                <th scope="col">{l10n.t('found')}</th>
              </tr>
            </thead>
            <tbody>
              {libraries.map(({ name, found }) => (
                <tr key={name}>
                  <td className="mono">{name}</td>
                  <td className={found === undefined ? 'strong' : 'path'}>{found ?? l10n.t('missing')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </div>
  );
}
