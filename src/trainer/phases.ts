import * as tf from '@tensorflow/tfjs-core';
import type { Analysis } from '../core/analysis';
import { analyzeText } from '../core/analyze';
import type { PhaseStarted } from '../core/training/events';
import { namesLikeAny } from '../core/training/phases';
import type { Apprentice } from './fastest';
import type { Learner } from './learning/learner';
import type { CurrentPhase, Progress } from './resume/progress';
import type { Settings } from './settings';

/** The same design with those layers frozen. @param patterns of names */
export function withFrozen(analysis: Analysis, patterns: readonly string[]): Analysis {
  const { design } = analysis;
  if (patterns.length === 0 || !design) return analysis;
  const frozen = new Set(
    namesLikeAny(
      patterns,
      design.layers.map(({ name }) => name),
    ),
  );
  const layers = design.layers.map((layer) => (frozen.has(layer.name) ? { ...layer, trainable: false } : layer));
  return analyzeText(JSON.stringify({ ...design, layers }));
}

/** Gives a learner the weights of the one of the phase before. */
export function takeWeights(learner: Learner, { learner: before, steps }: Apprentice): void {
  steps.store();
  const variables = new Map(before.model.weights.map(({ path, variable }) => [path, variable]));
  for (const { path, variable } of learner.model.weights) variable.assign(variables.get(path)!);
}

/** What is told when a phase begins. */
export function phaseStarted(settings: Settings, phase: CurrentPhase, { epoch, step }: Progress, learner: Learner): PhaseStarted {
  const { phases } = settings;
  const { index } = phase;
  return {
    type: 'phase',
    phase: index + 1,
    phases: phases.length,
    epoch,
    step,
    ...whatLearns(settings, phase, learner),
    optimizer: phases[index]!.optimizer.name,
    learningRate: learner.optimizer.learningRate,
    layers: learner.model.watched,
  };
}

/** Which layers a phase freezes, and how many parameters learn in it. */
export function whatLearns(
  { phases }: Settings,
  { index }: CurrentPhase,
  { model }: Learner,
): Pick<PhaseStarted, 'frozen' | 'trainable' | 'nonTrainable'> {
  const layers = [...new Set(model.weights.map(({ layer }) => layer))];
  const count = (learns: boolean): number =>
    model.weights.reduce((sum, { trainable, variable }) => sum + (trainable === learns ? tf.util.sizeFromShape(variable.shape) : 0), 0);
  return { frozen: namesLikeAny(phases[index]!.freeze, layers), trainable: count(true), nonTrainable: count(false) };
}
