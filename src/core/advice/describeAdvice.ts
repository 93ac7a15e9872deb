import * as l10n from '@vscode/l10n';
import type { Advice } from './advice';
import { formatBytes, formatCount, formatShape } from '../format';

/** The words of an advice: one sentence that says what is the case and what would be better. */
export function describeAdvice(advice: Advice): string {
  switch (advice.code) {
    case 'init.relu-needs-he':
    case 'init.selu-needs-lecun':
    case 'init.tanh-needs-glorot': {
      const { layer, activation, found, wanted } = advice.facts;
      return l10n.t`${layer} starts with ${found}, but for ${activation} ${wanted} keeps the signal at the same strength from layer to layer.`;
    }
    case 'selu.inputs-not-standardized':
      return l10n.t`SELU keeps its outputs normalized only if the inputs are standardized, and those of ${advice.facts.dataset} are not.`;
    case 'selu.not-sequential': {
      const { layer, selu } = advice.facts;
      return l10n.t`SELU normalizes itself in a plain stack of layers only, but ${layer} joins what comes from ${selu} with another branch.`;
    }
    case 'selu.plain-dropout': {
      const { layer, selu } = advice.facts;
      return l10n.t`${layer} disturbs the mean and deviation that ${selu} keeps with SELU; AlphaDropout leaves them as they are.`;
    }
    case 'selu.batch-normalization': {
      const { layer, selu } = advice.facts;
      return l10n.t`${layer} normalizes again what ${selu} keeps normalized with SELU by itself: one of the two is enough.`;
    }
    case 'selu.penalty': {
      const { layer, field } = advice.facts;
      return l10n.t`${field} of ${layer} pulls its weights away from what SELU needs to normalize itself.`;
    }
    case 'norm.bias-unneeded': {
      const { layer, normalization } = advice.facts;
      return l10n.t`The bias of ${layer} has no effect, because ${normalization} subtracts the mean and has an offset of its own.`;
    }
    case 'norm.dropout-before': {
      const { layer, normalization } = advice.facts;
      return l10n.t`${layer} changes the variance while learning but not afterwards, so the moving variance of ${normalization} will not fit: dropout belongs behind the last batch normalization.`;
    }
    case 'norm.activation-before': {
      const { layer, activation, normalization, second } = advice.facts;
      if (second !== undefined)
        return l10n.t`${activation} of ${layer} stands before ${normalization} although ${second} activates behind it: to normalize first, leave out the first one.`;
      return l10n.t`${layer} has no bias, as is right before a batch normalization, but ${activation} stands between it and ${normalization}.`;
    }
    case 'norm.frozen-statistics': {
      const { normalization, layer, phase } = advice.facts;
      return phase === undefined
        ? l10n.t`${layer} is frozen, but ${normalization} behind it goes on learning: its mean and variance move away from those that the frozen layers were trained with.`
        : l10n.t`In phase ${phase} ${layer} is frozen, but ${normalization} behind it goes on learning: its mean and variance move away from those that the frozen layers were trained with.`;
    }
    case 'output.not-flat': {
      const { layer, found, dataset } = advice.facts;
      return l10n.t`${layer} gives ${formatShape(found)} for one sample, but a target of ${dataset} is one class: a Flatten is missing.`;
    }
    case 'output.softmax-of-one':
      return l10n.t`Softmax over the one unit of ${advice.facts.layer} is always 1; for two classes take sigmoid.`;
    case 'loss.logits-expected': {
      const { loss, layer, activation } = advice.facts;
      return l10n.t`${loss} expects logits (from_logits), but ${layer} gives probabilities already: ${activation} would be applied twice.`;
    }
    case 'loss.probabilities-expected': {
      const { loss, layer, activation, wanted } = advice.facts;
      return l10n.t`${loss} takes the outputs for probabilities, but ${layer} ends with ${activation}: end with ${wanted}, or say from_logits.`;
    }
    case 'loss.one-unit': {
      const { loss, layer } = advice.facts;
      return l10n.t`${loss} compares classes, but ${layer} has one unit, so it is always the same: binary_crossentropy is for yes or no.`;
    }
    case 'loss.class-numbers': {
      const { loss, dataset } = advice.facts;
      return l10n.t`The targets of ${dataset} are class numbers, which ${loss} does not take: sparse_categorical_crossentropy does.`;
    }
    case 'loss.class-count': {
      const { layer, found, classes, dataset } = advice.facts;
      const units = found === 1 ? l10n.t('1 unit') : l10n.t`${found} units`;
      return found < classes
        ? l10n.t`${layer} has ${units}, but ${dataset} has ${classes} classes, each of which needs one.`
        : l10n.t`${layer} has ${units}, but ${dataset} has ${classes} classes, so the others are never right.`;
    }
    case 'data.not-scaled':
      return l10n.t`The pixels of ${advice.facts.dataset} go from 0 to 255; gradient descent works best on inputs that are scaled to about 1.`;
    case 'deep.linear': {
      const { layer, next } = advice.facts;
      return l10n.t`${layer} has no activation before ${next}, so the two can learn no more than one linear layer could.`;
    }
    case 'deep.not-normalized': {
      const { layer, count } = advice.facts;
      return l10n.t`From ${layer} on ${count} layers follow each other without normalization, so gradients may vanish or explode.`;
    }
    case 'deep.saturating': {
      const { layer, count, activation } = advice.facts;
      return l10n.t`From ${layer} on ${count} layers saturate (${activation}), so gradients vanish on their way back; ReLU and its relatives do not saturate.`;
    }
    case 'optimizer.learning-rate': {
      const { optimizer, found, least, most } = advice.facts;
      return l10n.t`A learning rate of ${found} is unusual for ${optimizer}, which mostly learns well between ${least} and ${most}.`;
    }
    case 'optimizer.dying-relu': {
      const { optimizer, found, layer, count } = advice.facts;
      const whose = count === 1 ? layer : l10n.t`${layer} and ${formatCount(count - 1)} more`;
      return l10n.t`Steps of ${optimizer} with a learning rate of ${found} may push units of ${whose} below 0 for good, where ReLU gives no gradient to bring them back.`;
    }
    case 'schedule.one-cycle-bounds': {
      const { found, lowest } = advice.facts;
      if (found > lowest)
        return l10n.t`The cycle climbs to ${found}, but in the last range test of this design the loss climbed from ${lowest} on.`;
      return l10n.t`The cycle climbs to ${found} only: in the last range test of this design the loss still fell at ten times that, and was lowest at ${lowest}.`;
    }
    case 'memory.too-large': {
      const { needed, memory, weights, batchSize } = advice.facts;
      return weights > memory
        ? l10n.t`A step of ${formatCount(batchSize)} samples takes about ${formatBytes(needed)}, ${formatBytes(weights)} of it for the weights alone, but a run may hold ${formatBytes(memory)} here.`
        : l10n.t`A step of ${formatCount(batchSize)} samples takes about ${formatBytes(needed)}, but a run may hold ${formatBytes(memory)} here.`;
    }
    case 'penalty.max-norm-and-l2':
      return l10n.t`${advice.facts.layer} holds its weights small twice, by max_norm and by l2: one of the two is enough.`;
  }
}
