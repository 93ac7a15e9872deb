import type { Json, JsonObject, TrainingSection } from '../document';
import { isObject } from '../layers/readFields';
import { isProblem, resolveNamed } from '../layers/registries';
import { makeSchedule, type Schedule, type Scheduled } from './learningRateAt';

/** A part of training with an optimizer of its own: a phase of the design, or all of it. */
export interface CoursePart {
  /** Place in `training.phases`; 0 where there are none. */
  readonly index: number;
  /** Patterns of names. */
  readonly freeze: readonly string[];
  readonly epochs: number;
  /** Epochs before it. */
  readonly since: number;
  readonly optimizer: string;
  /** Whether the phase itself names it. */
  readonly ownOptimizer: boolean;
  /** `undefined` where the file says no optimizer that can be used. */
  readonly learningRate: Json | undefined;
}

const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter((item) => typeof item === 'string') : [];
const countOf = (value: Json | undefined): number => (typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : 1);

/** The parts of training one after another, at least one; reads what can be read of any section. */
export function courseOf(training: TrainingSection): readonly CoursePart[] {
  const { phases, epochs, optimizer: common = 'RMSprop' } = training as JsonObject;
  const written = Array.isArray(phases) && phases.length > 0 ? (phases as readonly Json[]) : [{ epochs: epochs ?? 1 }];
  let since = 0;
  return written.map((phase, index) => {
    const { freeze, epochs: own, optimizer }: JsonObject = isObject(phase) ? phase : {};
    const ownOptimizer = optimizer !== undefined && optimizer !== null;
    const resolved = resolveNamed('optimizer', ownOptimizer ? optimizer : common);
    const part = {
      index,
      freeze: texts(freeze),
      epochs: countOf(own),
      since,
      ownOptimizer,
      optimizer: isProblem(resolved) ? '' : resolved.entry.name,
      learningRate: isProblem(resolved) ? undefined : resolved.values.learning_rate,
    };
    since += part.epochs;
    return part;
  });
}

/** The learning rate over the steps of a whole run. */
export interface RateCourse {
  readonly stepsPerEpoch: number;
  readonly steps: number;
  readonly parts: readonly (CoursePart & {
    /** Steps before it, and how many it has. */
    readonly firstStep: number;
    readonly steps: number;
    readonly schedule: Schedule | undefined;
  })[];
}

/** @param stepsPerEpoch at least 1 */
export function rateCourse(parts: readonly CoursePart[], stepsPerEpoch: number): RateCourse {
  const timed = parts.map((part) => {
    const steps = part.epochs * stepsPerEpoch;
    const { learningRate } = part;
    return {
      ...part,
      firstStep: part.since * stepsPerEpoch,
      steps,
      schedule: learningRate === undefined ? undefined : makeSchedule(learningRate, steps),
    };
  });
  return { stepsPerEpoch, steps: timed.reduce((sum, { steps }) => sum + steps, 0), parts: timed };
}

/** What holds at a step of the whole run, from 0; `undefined` where that is not known. */
export function rateAt({ parts }: RateCourse, step: number): (Scheduled & { readonly part: CoursePart }) | undefined {
  const part = parts.findLast(({ firstStep }) => firstStep <= step) ?? parts[0];
  const scheduled = part?.schedule?.(Math.max(0, Math.min(part.steps - 1, step - part.firstStep)));
  return part && scheduled && { ...scheduled, part };
}

/** Steps of the run at which a curve of about so many points is to be read: the ends of each part are among them. */
export function stepsToRead({ parts, steps }: RateCourse, points: number): readonly (readonly number[])[] {
  return parts.map(({ firstStep, steps: own }) => {
    const count = Math.max(2, Math.min(own, Math.round((points * own) / Math.max(1, steps))));
    const last = own - 1;
    return own <= 1 ? [firstStep] : Array.from({ length: count }, (_, i) => firstStep + Math.round((last * i) / (count - 1)));
  });
}
