import * as l10n from '@vscode/l10n';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import type { Analysis } from '../../../src/core/analysis';
import type { DataSection, Json, JsonObject, TrainingSection } from '../../../src/core/document';
import { formatCount } from '../../../src/core/format';
import { findNamed } from '../../../src/core/layers/registries';
import { balancedWeights } from '../../../src/core/training/balance';
import { courseOf, rateCourse, type CoursePart } from '../../../src/core/training/course';
import { fittingLosses, fittingMetrics, namedTargets, outputEnd, type Offer, type OutputEnd } from '../../../src/core/training/fitting';
import { trainingFields } from '../../../src/core/training/fields';
import type { Needed } from '../../../src/core/training/missing';
import { ownData } from '../../../src/core/training/ownData';
import { penaltiesOf } from '../../../src/core/training/layerPenalties';
import { Icon } from '../../shared/icons';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { useRested } from '../state/useRested';
import { previewOf } from '../state/training';
import { Callbacks } from '../training/Callbacks';
import { DataRows } from '../training/DataRows';
import { EachField } from '../training/EachField';
import { Penalties } from '../training/Penalties';
import { RateSearch } from '../training/RateSearch';
import { ScheduleChart } from '../training/ScheduleChart';
import { Timeline } from '../training/Timeline';
import { useDataLook, useWeightsLook } from '../training/useLooks';
import { Weights } from '../training/Weights';
import { Advice, AdviceBox } from './Advice';
import { ModelCosts } from './Costs';
import { nameOf } from './NamedEditor';
import { Section } from './Section';
import { SplitBar } from './SplitBar';
import { splitOf, type Split } from './split';

const NOTHING = {};
/** What `compile` of Keras takes without one. */
const KERAS_OPTIMIZER = 'RMSprop';

/** That of the training; not where each phase has its own, since nothing would be trained with it. */
const optimizerOf = ({ optimizer }: TrainingSection, course: readonly CoursePart[]): string =>
  course.every(({ ownOptimizer }) => ownOptimizer) ? l10n.t('one in each phase') : nameOf(optimizer) || KERAS_OPTIMIZER;

/** The canvas says these. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(['graph.no-layers', 'format.newer-version']);

export interface Ends {
  readonly input: readonly string[];
  readonly output: readonly string[];
}

/** What the model is trained on and how; shown while no layer is selected. */
export function TrainingInspector(): ReactElement {
  const designer = useDesigner();
  const shown = useDesignerState(({ session }) => session.shown);
  const locked = useDesignerState(isLocked);
  const seen = useDesignerState(previewOf);
  const look = useDataLook();
  useWeightsLook();
  const { design, diagnostics, layers } = shown;
  const training: TrainingSection = design?.training ?? NOTHING;
  const data: DataSection = training.data ?? NOTHING;
  const ends = useMemo(() => endsOf(shown), [shown]);
  const offers = useOffers(shown, data, ends);
  const split: Split | undefined = seen
    ? { train: seen.training.count, validation: seen.validation?.count ?? 0, test: splitOf(data)?.test ?? 0 }
    : splitOf(data);
  const course = useMemo(() => courseOf(training), [training]);
  // Of files that nobody has looked into yet it takes no more than its count.
  const samples = split?.train ?? data.count ?? undefined;
  const batchSize: unknown = training.batch_size ?? 32;
  const stepsPerEpoch =
    samples === undefined || typeof batchSize !== 'number' || batchSize < 1 ? undefined : Math.max(1, Math.ceil(samples / batchSize));
  const rates = useMemo(() => (stepsPerEpoch === undefined ? undefined : rateCourse(course, stepsPerEpoch)), [course, stepsPerEpoch]);
  // What Train asks for is said where it asks.
  const asked = useDesignerState(({ refusal }) => refusal?.needed !== undefined);
  const isTold = (code: string): boolean => TOLD_ELSEWHERE.has(code) || (asked && code === 'training.missing');
  const problems = diagnostics.filter(
    ({ code, layer, place }) => !isTold(code) && layer === undefined && (place.path[0] === 'training' || place.path.length < 2),
  );
  const phased = Array.isArray(training.phases) && training.phases.length > 0;
  const callbacks = Array.isArray(training.callbacks) ? (training.callbacks as readonly Json[]) : [];
  const rested = useRested(layers);
  const penalties = useMemo(() => penaltiesOf(rested), [rested]);
  const beginsWith = (training as JsonObject).weights as JsonObject | undefined;
  const field = (name: string): ReactNode => {
    const found = trainingFields.find((one) => one.name === name);
    if (!found) return null;
    const own = { value: (training as JsonObject)[name], path: [name], ends, locked };
    return <EachField field={found} {...own} {...(name in offers && { offers: offers[name as keyof typeof offers] })} />;
  };
  return (
    <>
      <div className="ihead">
        <h2 className="t">
          <Icon name="graph" />
          {l10n.t('Training')}
        </h2>
        <div className="dim small at">{l10n.t('no layer selected')}</div>
      </div>
      <div className="scroll">
        {problems.map((diagnostic, i) => (
          <Advice key={`${diagnostic.code} ${i}`} diagnostic={diagnostic} />
        ))}
        <Section
          id="training.data"
          title={l10n.t('Data')}
          summary={
            split
              ? l10n.t`${formatCount(split.train + split.validation + split.test)} samples`
              : data.inputs === undefined && data.dataset === undefined
                ? l10n.t('not chosen')
                : l10n.t('from files')
          }
        >
          <Asked for="data" />
          <DataRows data={data} ends={ends} locked={locked} look={look} split={split && <SplitBar split={split} />} />
        </Section>
        <Section id="training.objective" title={l10n.t('Objective')}>
          <Asked for="loss" />
          {field('loss')}
          <MissingLoss training={training} offers={offers.loss(ends.output[0] ?? '')} locked={locked} />
          {field('loss_weights')}
          {field('metrics')}
          {field('class_weight')}
          <Balance training={training} counts={ends.output.length === 1 ? seen?.training.classes : undefined} locked={locked} />
        </Section>
        <Section id="training.optimizer" title={l10n.t('Optimizer')} summary={optimizerOf(training, course)}>
          {field('optimizer')}
          {inPairs([...(phased ? [] : ['epochs']), 'batch_size', 'seed', 'shuffle']).map((pair) => (
            <div className="two" key={pair[0]}>
              {pair.map((name) => (
                <div key={name}>{field(name)}</div>
              ))}
            </div>
          ))}
        </Section>
        <Section id="training.rate" title={l10n.t('Learning rate')} summary={rates && l10n.t`${formatCount(rates.steps)} steps`}>
          <div id="learning-rate">
            {rates ? (
              <ScheduleChart course={rates} />
            ) : (
              <div className="help">{l10n.t('It is drawn over the steps once the data is known.')}</div>
            )}
            <EndsEarly callbacks={callbacks} />
            <RateSearch training={training} />
          </div>
        </Section>
        <Section id="training.phases" title={l10n.t('Phases')} summary={phased ? String(course.length) : l10n.t('one')}>
          <Timeline training={training} />
        </Section>
        <Section
          id="training.callbacks"
          title={l10n.t('Callbacks')}
          summary={callbacks.map(nameOf).join(', ') || l10n.t('none')}
          openAtFirst={callbacks.length > 0}
        >
          <Callbacks training={training} outputs={ends.output} />
        </Section>
        <Section
          id="training.penalties"
          title={l10n.t('Regularization')}
          summary={[...new Set(penalties.map(({ value }) => nameOf(value)))].join(', ') || l10n.t('none')}
          openAtFirst={false}
        >
          <Penalties />
        </Section>
        <Section
          id="training.weights"
          title={l10n.t('First weights')}
          summary={typeof beginsWith?.from === 'string' ? beginsWith.from : l10n.t('initializers')}
          openAtFirst={beginsWith !== undefined}
        >
          <Weights training={training} />
        </Section>
        <ModelCosts />
      </div>
      <div className="infile">
        <div className="h">
          {rates === undefined
            ? samples === undefined
              ? l10n.t('No steps without data')
              : l10n.t('No steps without a batch_size')
            : l10n.t`${formatCount(rates.stepsPerEpoch)} steps an epoch · ${formatCount(rates.steps)} in all`}
          <button className="link" onClick={() => designer.openAsText(['training'])}>
            {l10n.t('Open as text')}
          </button>
        </div>
      </div>
    </>
  );
}

/** That training waits for this. */
function Asked({ for: needed }: { readonly for: Needed }): ReactElement | null {
  const reason = useDesignerState(({ refusal }) => (refusal?.needed === needed ? refusal.reason : undefined));
  if (reason === undefined) return null;
  return (
    <AdviceBox severity="warning">
      <div>{reason}</div>
    </AdviceBox>
  );
}

/** The loss that fits best, by one press where there is none. */
function MissingLoss({
  training,
  offers: [best],
  locked,
}: {
  readonly training: TrainingSection;
  readonly offers: readonly Offer[];
  readonly locked: boolean;
}): ReactElement | null {
  const designer = useDesigner();
  if (training.loss !== undefined || !best || locked) return null;
  return (
    <div className="links indented">
      <button
        className="link"
        title={best.why}
        onClick={() => designer.commit({ type: 'setTraining', path: ['loss'], value: best.value }, l10n.t`loss is ${best.name}.`)}
      >
        {l10n.t`Use ${best.name}`}
      </button>
    </div>
  );
}

/** Weights that make up for classes with few samples, by one press. */
function Balance({
  training,
  counts,
  locked,
}: {
  readonly training: TrainingSection;
  readonly counts: readonly number[] | undefined;
  readonly locked: boolean;
}): ReactElement | null {
  const designer = useDesigner();
  const weights = counts && balancedWeights(counts);
  if ((training.class_weight ?? null) !== null || !weights || locked) return null;
  return (
    <div className="links indented">
      <button
        className="link"
        title={l10n.t`So that each class counts the same: ${weights.join(', ')}`}
        onClick={() =>
          designer.commit({ type: 'setTraining', path: ['class_weight'], value: weights }, l10n.t('The classes are balanced.'))
        }
      >
        {l10n.t('Balance the classes')}
      </button>
    </div>
  );
}

/** What a schedule does not say: callbacks that end training, or reduce the rate, by how it goes. */
function EndsEarly({ callbacks }: { readonly callbacks: readonly Json[] }): ReactElement | null {
  const names = callbacks.map((callback) => findNamed('callback', nameOf(callback))?.name);
  const words = [
    ...(names.includes('EarlyStopping') ? [l10n.t('EarlyStopping may end it before.')] : []),
    ...(names.includes('ReduceLROnPlateau') ? [l10n.t('ReduceLROnPlateau makes it smaller where training no longer improves.')] : []),
  ];
  return words.length === 0 ? null : <div className="help">{words.join(' ')}</div>;
}

const inPairs = (names: readonly string[]): readonly (readonly string[])[] =>
  names.flatMap((_, i) => (i % 2 === 0 ? [names.slice(i, i + 2)] : []));

/** Names of the layers that data goes into and comes out of. */
function endsOf({ layers, inputs, outputs }: Analysis): Ends {
  const names = (ids: readonly string[]): string[] => ids.flatMap((id) => layers.find((layer) => layer.id === id)?.name ?? []);
  return { input: names(inputs), output: names(outputs) };
}

type Offers = (output: string) => readonly Offer[];

/** Losses and metrics that fit an output and the data, as far as that is known. */
function useOffers(shown: Analysis, data: DataSection, ends: Ends): { readonly loss: Offers; readonly metrics: Offers } {
  const seen = useDesignerState((state) => previewOf(state)?.targets);
  const rested = useRested(shown);
  return useMemo(() => {
    const found = new Map<string, OutputEnd | undefined>();
    const endOf = (output: string): OutputEnd | undefined => {
      if (!found.has(output)) found.set(output, outputEnd(rested, rested.outputs[ends.output.indexOf(output)]));
      return found.get(output);
    };
    const make =
      (fitting: typeof fittingLosses): Offers =>
      (output) => {
        const own = ownData(data, ends.input[0] ?? '', output);
        const end = endOf(output);
        // What was looked at are the targets of the first output.
        const targets = namedTargets(own) ?? (output === ends.output[0] ? seen : undefined);
        return end && targets ? fitting(end, targets) : [];
      };
    return { loss: make(fittingLosses), metrics: make(fittingMetrics) };
  }, [rested, data, ends, seen]);
}
