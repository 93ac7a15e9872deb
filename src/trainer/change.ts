import type { Json } from '../core/document';
import { formatCount } from '../core/format';
import { changeInWords, changesBetween, type DesignChange } from '../core/training/changes';
import type { DesignChanged } from '../core/training/events';
import { Failure } from './failure';
import type { Apprentice } from './fastest';
import type { Learner } from './learning/learner';
import { AVERAGE } from './learning/optimizers';
import { whatLearns } from './phases';
import { checkDesign, settingsOf, type TrainableDesign } from './prepare';
import type { CallbackStates, CurrentPhase, Progress } from './resume/progress';
import type { Settings } from './settings';

/** A changed design as a run goes on with it. */
export interface ChangedDesign {
  readonly design: TrainableDesign;
  readonly settings: Settings;
  readonly changes: readonly DesignChange[];
}

/**
 * What a run makes of a changed design. Fails where it is one that a run cannot take up.
 * @param asked epochs that were asked for beside the design: they count, not the design's, as when training begins
 */
export function readChange(
  text: string,
  before: { readonly design: TrainableDesign; readonly settings: Settings; readonly designPath: string },
  progress: Pick<Progress, 'epoch' | 'within'>,
  asked?: number,
): ChangedDesign {
  const design = checkDesign(text, before.designPath);
  const { taken: all, refused } = changesBetween(before.design.design, design.design);
  if (refused.length > 0)
    throw new Failure(`The run can't go on with the changed design: ${refused.map(changeInWords).join(', ')}.`, {
      reason:
        'A run that has begun can take up another learning rate or other numbers of its optimizer, another batch size, another dropout, other frozen layers and more epochs.',
      next: 'Resume it as it was, or train the changed design anew: "weights": { "from": … } begins with what this run has learned.',
    });
  const taken = asked === undefined ? all : all.filter(({ path }) => path !== 'epochs');
  const own = taken.some(({ path }) => path === 'epochs');
  const settings = settingsOf(design, { seed: before.settings.seed, epochs: asked ?? (own ? undefined : before.settings.epochs) });
  const begun = progress.within ? progress.epoch : progress.epoch - 1;
  if (settings.epochs < begun)
    throw new Failure(`The run can't go on with the changed design: it wants ${settings.epochs} epochs, and epoch ${begun} has begun.`, {
      next: `Give "epochs" at least ${begun}, or stop the run.`,
    });
  return { design, settings, changes: taken };
}

/** Steps that are left in a phase whose last epoch is `until`. */
export function stepsLeft({ epoch, within }: Progress, until: number, samples: number, batchSize: number): number {
  const whole = Math.ceil(samples / batchSize);
  return Math.ceil((samples - (within?.samples ?? 0)) / batchSize) + Math.max(0, until - epoch) * whole;
}

/**
 * Gives a learner all that the one before it has kept: weights, and of the optimizer what both keep. A moving average that is
 * new begins with the weight itself, as that of a first step does.
 */
export function takeState(learner: Learner, { learner: before, steps }: Apprentice): void {
  steps.store();
  const known = new Map(before.state);
  for (const [name, variable] of learner.state) {
    const value = known.get(name) ?? known.get(averaged(name));
    if (value && value.shape.join() === variable.shape.join()) variable.assign(value);
  }
  learner.optimizer.steps = before.optimizer.steps;
}

/** The weight that a slot of this name is the moving average of. */
const averaged = (name: string): string => (name.endsWith(`/${AVERAGE}`) ? name.slice(0, -AVERAGE.length - 1) : '');

/** What a phase's optimizer is given as its learning rate: a number or a schedule. */
const rateIn = ({ phases }: Settings, { index }: CurrentPhase): Json | undefined => phases[index]!.optimizer.values.learning_rate;

/** Whether the person has chosen another learning rate for the phase under way: that of another phase is none for this one. */
export const hasOtherRate = (before: Settings, after: Settings, phase: CurrentPhase): boolean =>
  JSON.stringify(rateIn(before, phase)) !== JSON.stringify(rateIn(after, phase));

/** What callbacks keep, but for a learning rate of theirs. */
export function withoutRate({ ended, states }: CallbackStates): CallbackStates {
  const forget = (state: unknown) =>
    typeof state === 'object' && state !== null && 'learningRate' in state ? { ...state, learningRate: undefined } : state;
  return { ended, states: states.map(forget) };
}

/**
 * What a person should know of a schedule that is taken up on the way: it goes by the steps that the optimizer has taken, as
 * Keras's does where `optimizer.learning_rate` is set to one. `undefined` where there is none, or nothing was taken yet.
 */
export function scheduleNote(settings: Settings, phase: CurrentPhase, { optimizer }: Learner): string | undefined {
  if (typeof rateIn(settings, phase) !== 'object' || optimizer.steps === 0) return undefined;
  const [taken, rate] = [formatCount(optimizer.steps), Number(optimizer.learningRate.toPrecision(4))];
  return `The schedule counts from the optimizer's first step, as in Keras: ${taken} of its steps are taken, and it goes on at ${rate}.`;
}

/** What is told when it has been taken up. */
export function designChanged(
  changes: readonly DesignChange[],
  settings: Settings,
  phase: CurrentPhase,
  { epoch, step, within }: Progress,
  samples: number,
  learner: Learner,
): DesignChanged {
  const { epochs, batchSize } = settings;
  return {
    type: 'changed',
    epoch,
    step,
    changes,
    batchSize,
    epochs,
    stepsPerEpoch: Math.ceil(samples / batchSize),
    epochEnd: step + Math.ceil((samples - (within?.samples ?? 0)) / batchSize),
    ...whatLearns(settings, phase, learner),
    layers: learner.model.watched,
  };
}
