import * as l10n from '@vscode/l10n';
import { Fragment, memo, type ReactElement } from 'react';
import { layerTypes } from '../../../src/core/layers';
import type { Health } from '../../../src/core/training/events';
import { layerIcon } from '../../shared/families';
import { Icon } from '../../shared/icons';
import { MANY_DEAD, ratioPosition } from '../../shared/layerHealth';
import { formatRatio, formatSmall } from '../../shared/format';
import { percent } from '../format';
import { healthInterval, layerHealth, type LayerHealth } from './layerHealth';
import { Spark } from './Spark';

export interface LayerTableProps {
  readonly health: readonly Health[];
  /** Keras's class by layer name, where it is known. */
  readonly types: { readonly [layer: string]: string };
  /** Said where nothing was measured yet. */
  readonly none: string;
}

/** Layer by layer: is there a gradient, does it move the weights, do the units fire? */
export const LayerTable = memo(function LayerTable({ health, types, none }: LayerTableProps): ReactElement {
  const layers = layerHealth(health);
  const interval = healthInterval(health);
  return (
    <section aria-label={l10n.t('Layers')}>
      <div className="h">
        <h2>{l10n.t('Layers')}</h2>
        <span className="r">{interval !== undefined && interval > 0 ? l10n.t`every ${interval} steps` : ''}</span>
      </div>
      <div className="layers" role="table" aria-label={l10n.t('How the layers learn')}>
        <div className="hl thead" role="row">
          <span role="columnheader">{l10n.t('layer')}</span>
          <span role="columnheader">{l10n.t('gradient norm')}</span>
          <span role="columnheader">{l10n.t('update : weight')}</span>
          <span role="columnheader" className="right">
            {l10n.t('dead units')}
          </span>
        </div>
        {layers.map((layer) => (
          <Row key={layer.name} layer={layer} type={Object.hasOwn(types, layer.name) ? types[layer.name] : undefined} />
        ))}
      </div>
      {layers.length === 0 && <p className="none dim">{none}</p>}
    </section>
  );
});

/** A layer of a block has its instance before its own name: lines are broken between them. */
const breakable = (name: string): ReactElement[] =>
  name.split(/(?<=[_/.])/).map((part, i) => (
    <Fragment key={i}>
      {part}
      <wbr />
    </Fragment>
  ));

function Row({
  layer: { name, gradientNorm, norms, updateRatio, dead },
  type,
}: {
  readonly layer: LayerHealth;
  readonly type: string | undefined;
}): ReactElement {
  const family = type === undefined ? undefined : layerTypes.get(type)?.family;
  const bad = (dead ?? 0) >= MANY_DEAD;
  return (
    <div className="hl" role="row">
      <div className={`nm ${family ? `f-${family}` : ''}`} role="cell" title={type ? `${type} ${name}` : name}>
        {type && <Icon name={layerIcon(type, family)} className="fico" />}
        <span className="words">{breakable(name)}</span>
      </div>
      <div className="cell" role="cell">
        {gradientNorm !== undefined && (
          <>
            <Spark values={norms} />
            <span className={Number.isFinite(gradientNorm) ? '' : 'err'}>{formatSmall(gradientNorm)}</span>
          </>
        )}
      </div>
      <div className="cell" role="cell">
        {updateRatio !== undefined && (
          <>
            <span className="range">
              <u />
              <i style={{ left: `${ratioPosition(updateRatio) * 100}%` }} />
            </span>
            <span className={Number.isFinite(updateRatio) ? '' : 'err'}>{formatRatio(updateRatio)}</span>
          </>
        )}
      </div>
      <div className="cell c" role="cell">
        {dead !== undefined && (
          <>
            <span className={`dead ${bad ? 'bad' : ''}`}>
              <i style={{ width: `${dead * 100}%` }} />
            </span>
            <span className={`share ${bad ? 'strong' : ''}`}>{percent(dead)}</span>
          </>
        )}
      </div>
    </div>
  );
}
