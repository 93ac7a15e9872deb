import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { LayerAnalysis } from '../../../src/core/analysis';
import { formatCount, formatShape } from '../../../src/core/format';
import type { WeightLook } from '../../../src/core/weights/weightLook';
import type { WeightsLook } from '../../../src/protocol/weightsLook';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { AdviceBox } from '../inspector/Advice';
import { Section } from '../inspector/Section';
import { useDesignerState } from '../state/designer';
import { valueText } from '../training/valueText';
import { Histogram } from './Histogram';
import { Tiles } from './Tiles';
import { useSeenWeights, type SeenWeights } from './useSeenWeights';

const SECTION = 'layer.weights';

/** What the layer has learned: how its numbers are spread, and pictures of them. Nothing is read while it is closed. */
export function LayerWeights({ layer }: { readonly layer: LayerAnalysis }): ReactElement | null {
  // A model that is only looked at is shown anywhere, and so are its weights.
  const trusted = useDesignerState((state) => state.trusted || state.viewed !== undefined);
  const open = useDesignerState(({ folds }) => folds[SECTION] ?? false);
  const names = layer.weights?.map(({ name }) => name).join(', ') ?? '';
  if (!layer.weights?.length || !layer.used || 'members' in layer) return null;
  return (
    <Section id={SECTION} title={l10n.t('Weights')} {...(!open && { summary: names })} openAtFirst={false}>
      {trusted ? (
        <Seen layer={layer} />
      ) : (
        <div className="help">{l10n.t('Weights are shown once this workspace is trusted: their file is read for that.')}</div>
      )}
    </Section>
  );
}

function Seen({ layer }: { readonly layer: LayerAnalysis }): ReactElement {
  const { seen, again } = useSeenWeights(layer);
  if (seen.state === 'reading') return <div className="help">{l10n.t('Reading the weights…')}</div>;
  return (
    <div className="weightlooks">
      <div className="help of">
        <span>{sourceWords(seen, layer.name)}</span>
        <Button
          kind="icon"
          className="tiny"
          aria-label={l10n.t('Read the weights again')}
          title={l10n.t('Read the weights again')}
          onClick={again}
        >
          <Icon name="reset" />
        </Button>
      </div>
      {seen.state === 'refused' && (
        <AdviceBox severity="warning">
          <div>
            {seen.failure.message} {seen.failure.cause} {seen.failure.next}
          </div>
        </AdviceBox>
      )}
      {seen.state === 'seen' && seen.look?.weights.map((weight) => <Weight key={weight.name} weight={weight} />)}
    </div>
  );
}

/** Whose they are. */
function sourceWords(seen: Exclude<SeenWeights, { state: 'reading' }>, layer: string): string {
  if (seen.state === 'refused') return '';
  if (!seen.look) return l10n.t('There are none yet. Train the design, and they can be seen from the first epoch on.');
  const { look, run } = seen;
  const name = run ?? look.file.split(/[\\/]/).at(-1)!;
  if (look.weights.length === 0) return l10n.t`${name} has no weights of a layer ${layer}: it came later, or had another name.`;
  return epochWords(name, look);
}

function epochWords(name: string, { epoch, best }: WeightsLook): string {
  if (epoch === undefined) return l10n.t`From ${name}.`;
  return best ? l10n.t`From epoch ${epoch} of ${name}, its best.` : l10n.t`From epoch ${epoch} of ${name}.`;
}

function Weight({ weight }: { readonly weight: WeightLook }): ReactElement {
  const { name, shape, least, most, mean, deviation, zeros, notFinite, picture } = weight;
  const count = shape.reduce((all, size) => all * size, 1);
  const facts = [
    `${l10n.t('mean')} ${valueText(rounded(mean, deviation))}`,
    `σ ${valueText(deviation)}`,
    ...(zeros > 0 ? [l10n.t`${formatCount(zeros)} are 0`] : []),
  ].join(' · ');
  return (
    <section className="weightlook" aria-label={name}>
      <div className="h">
        <span className="mono">{name}</span>
        <span className="dim mono">{formatShape(shape)}</span>
      </div>
      {notFinite > 0 && (
        <AdviceBox severity="error">
          <div>{l10n.t`${formatCount(notFinite)} of ${formatCount(count)} numbers are NaN or infinite: nothing can be computed with them any more.`}</div>
        </AdviceBox>
      )}
      {count === 1 || least === most ? (
        <div className="mono small">{notFinite < count && (count === 1 ? valueText(least) : l10n.t`all ${valueText(least)}`)}</div>
      ) : (
        <>
          <Histogram look={weight} facts={facts} />
          <div className="ax">
            <span className="mono">{valueText(least)}</span>
            <span>{facts}</span>
            <span className="mono">{valueText(most)}</span>
          </div>
        </>
      )}
      {picture && <Tiles name={name} picture={picture} />}
    </section>
  );
}

/** A mean that is nothing but rounding is 0. */
const rounded = (mean: number, deviation: number): number => (Math.abs(mean) < 1e-9 * deviation ? 0 : mean);
