import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { layerOfId, writtenOf, type LayerAnalysis } from '../../../src/core/analysis';
import { formatShape } from '../../../src/core/format';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { useDesigner, useDesignerState } from '../state/designer';
import { usePicture } from '../state/pictures';
import { Section } from './Section';

const spelled = (layer: LayerAnalysis | undefined): string | undefined => layer && (writtenOf(layer).name || layer.name);

/** In a block: what it takes as it is seen there, from outside through the block. */
function useTaken(layer: LayerAnalysis): Pick<LayerAnalysis, 'inputs' | 'inputShapes'> {
  const edges = usePicture((picture) => picture?.analysis.edges);
  if (!layer.origin || !edges) return layer;
  const own = edges.filter(({ to }) => to === layer.id);
  return { inputs: own.map(({ from }) => from), inputShapes: own.map(({ shape }) => shape) };
}

/** What the layer takes, in order, and the keyboard's way to connect. */
export function Inputs({ layer, locked }: { readonly layer: LayerAnalysis; readonly locked: boolean }): ReactElement {
  const designer = useDesigner();
  const shown = useDesignerState(({ session }) => session.shown);
  const { id, spec } = layer;
  const { inputs, inputShapes } = useTaken(layer);
  const merges = spec?.arity === 2 || spec?.arity === 'many';
  const first = JSON.stringify(inputShapes[0]);
  const differs = (i: number): boolean => merges && layer.output === undefined && JSON.stringify(inputShapes[i]) !== first;
  const nameOf = (input: string): string => spelled(layerOfId(shown, input)) ?? input;
  const summary = merges ? `${inputs.length}` : inputs.map(nameOf).join(', ') || l10n.t('none');
  return (
    <Section
      id={merges ? 'layer.inputs.merge' : 'layer.inputs'}
      title={merges ? l10n.t('Inputs') : l10n.t('Input')}
      summary={summary}
      openAtFirst={merges}
    >
      {inputs.map((input, i) => (
        <div className="frow input" key={`${input} ${i}`}>
          <button className="link mono" onClick={() => designer.select([input], { reveal: true })}>
            {nameOf(input)}
          </button>
          <span className={`mono right ${differs(i) ? 'err' : ''}`}>
            {inputShapes[i] ? formatShape(inputShapes[i]) : l10n.t('unknown')}
          </span>
          {!locked && (
            <Button
              kind="icon"
              className="tiny"
              aria-label={l10n.t`Disconnect ${nameOf(input)}`}
              title={l10n.t`Disconnect ${nameOf(input)}`}
              onClick={() => designer.commit({ type: 'disconnect', from: input, to: id }, l10n.t`Disconnected ${nameOf(input)}.`)}
            >
              <Icon name="close" />
            </Button>
          )}
        </div>
      ))}
      {!locked && (
        <div className="links">
          <button className="link" onClick={() => designer.open({ kind: 'connect', layer: id, side: 'input' })}>
            {merges || inputs.length === 0 ? l10n.t('Add an input…') : l10n.t('Take another input…')}
          </button>
          <button className="link" onClick={() => designer.open({ kind: 'connect', layer: id, side: 'output' })}>
            {l10n.t('Connect to…')}
          </button>
        </div>
      )}
    </Section>
  );
}
