import * as l10n from '@vscode/l10n';
import { useMemo, type ReactElement } from 'react';
import type { InstanceAnalysis, LayerAnalysis } from '../../../src/core/analysis';
import { usesOf } from '../../../src/core/blocks/ends';
import { BLOCK } from '../../../src/core/blocks/scope';
import { formatCount } from '../../../src/core/format';
import type { Field } from '../../../src/core/layers/fields';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { AdviceBox } from './Advice';
import { withParts } from '../../shared/withParts';

/** What of a layer has to do with blocks. */
export const blockPart = (layer: LayerAnalysis): Partial<Pick<InstanceAnalysis, 'block' | 'repeat'>> => ('members' in layer ? (layer as InstanceAnalysis) : {}); // prettier-ignore

export const layerCount = (layer: LayerAnalysis): number => ('members' in layer ? (layer as InstanceAnalysis).members.length : 1);

const repeat: Field = {
  name: 'repeat',
  value: { kind: 'integer', minimum: 1 },
  default: 1,
  group: 'advanced',
  help: l10n.t('How many of it there are, one after the other, each with weights of its own.'),
};
const NONE: readonly Field[] = [];

/** The fields of a layer that stands for a block, and whether it can be repeated. */
export function useBlockFields(layer: LayerAnalysis): { readonly fields: readonly Field[]; readonly repeats: readonly Field[] } {
  const blocks = useDesignerState(({ session }) => session.shown.written?.blocks);
  const { type, spec } = layer;
  return useMemo(() => {
    if (type !== BLOCK) return { fields: NONE, repeats: spec?.arity === 1 ? [repeat] : NONE };
    const choice: Field = {
      name: 'block',
      value: { kind: 'choice', choices: Object.keys(blocks ?? {}) },
      group: 'essentials',
      help: l10n.t('The block of the design that this layer stands for.'),
    };
    return { fields: [choice], repeats: [{ ...repeat, group: 'essentials' }] };
  }, [type, spec, blocks]);
}

/** Where a change counts for more than this one layer: in how many places the block is used. And what can be done with a block. */
export function InBlock({ layer }: { readonly layer: LayerAnalysis }): ReactElement | null {
  const designer = useDesigner();
  const locked = useDesignerState(isLocked);
  const instances = useDesignerState(({ session }) => session.shown.instances);
  const unfolded = useDesignerState((state) => state.unfolded.includes(layer.id));
  const path = layer.origin?.path;
  const around = path?.[0] === 'blocks' ? String(path[1]) : undefined;
  const uses = usesOf({ instances }, around);
  const { block } = blockPart(layer);
  return (
    <>
      {around !== undefined && (
        <AdviceBox severity="hint" icon="layers">
          <div>
            {withParts(
              uses === 1
                ? l10n.t('In the block {0}, which is used once.')
                : l10n.t('In the block {0}, which is used {1} times. A change here counts for all of them.'),
              <b>{around}</b>,
              formatCount(uses),
            )}
          </div>
        </AdviceBox>
      )}
      {block !== undefined && (
        <div className="links padded">
          <button className="link" onClick={() => designer.unfold([layer.id], !unfolded)}>
            {unfolded ? l10n.t('Fold') : l10n.t('Unfold')}
          </button>
          {!locked && (
            <>
              <button className="link" onClick={() => designer.open({ kind: 'name', layer: layer.id, block })}>
                {l10n.t('Rename the block…')}
              </button>
              <button className="link" onClick={() => designer.commit({ type: 'unwrapBlock', layer: layer.id }, l10n.t('Taken apart.'))}>
                {l10n.t('Take it apart')}
              </button>
            </>
          )}
        </div>
      )}
    </>
  );
}
