import type { AdviceCode } from './adviceFacts';

/** Every advice that there is: how much it matters, and what it is about in few words. */
export const adviceCatalog: Readonly<Record<AdviceCode, { readonly severity: 'warning' | 'hint'; readonly about: string }>> = {
  'init.relu-needs-he': { severity: 'hint', about: 'He initialization for ReLU and its relatives' },
  'init.selu-needs-lecun': { severity: 'hint', about: 'LeCun initialization for SELU' },
  'init.tanh-needs-glorot': { severity: 'hint', about: 'Glorot initialization for tanh, sigmoid and softmax' },
  'selu.inputs-not-standardized': { severity: 'hint', about: 'standardized inputs for SELU' },
  'selu.not-sequential': { severity: 'hint', about: 'SELU where layers meet' },
  'selu.plain-dropout': { severity: 'hint', about: 'alpha dropout beside SELU' },
  'selu.batch-normalization': { severity: 'hint', about: 'batch normalization beside SELU' },
  'selu.penalty': { severity: 'hint', about: 'penalties and max-norm beside SELU' },
  'norm.bias-unneeded': { severity: 'hint', about: 'a bias before batch normalization' },
  'norm.dropout-before': { severity: 'hint', about: 'dropout before batch normalization' },
  'norm.activation-before': { severity: 'hint', about: 'an activation before batch normalization' },
  'norm.frozen-statistics': { severity: 'hint', about: 'batch normalization between frozen layers' },
  'output.not-flat': { severity: 'warning', about: 'a missing Flatten before the output' },
  'output.softmax-of-one': { severity: 'warning', about: 'softmax over one unit' },
  'loss.logits-expected': { severity: 'warning', about: 'probabilities for a loss that expects logits' },
  'loss.probabilities-expected': { severity: 'warning', about: 'an output that the loss takes for probabilities' },
  'loss.one-unit': { severity: 'warning', about: 'crossentropy between classes over one unit' },
  'loss.class-numbers': { severity: 'warning', about: 'a loss that does not take class numbers' },
  'loss.class-count': { severity: 'warning', about: 'units of the last layer and classes of the data' },
  'data.not-scaled': { severity: 'warning', about: 'pixels that are not scaled' },
  'deep.not-normalized': { severity: 'hint', about: 'deep stacks without normalization' },
  'deep.saturating': { severity: 'hint', about: 'saturating activations in deep stacks' },
  'optimizer.learning-rate': { severity: 'hint', about: 'a learning rate out of the usual range' },
  'optimizer.dying-relu': { severity: 'hint', about: 'ReLU at a high learning rate' },
  'schedule.one-cycle-bounds': { severity: 'hint', about: 'how far a cycle climbs' },
  'memory.too-large': { severity: 'warning', about: 'a step that takes more memory than there is' },
  'penalty.max-norm-and-l2': { severity: 'hint', about: 'max-norm together with l2' },
};

export const isAdviceCode = (code: string): code is AdviceCode => Object.hasOwn(adviceCatalog, code);
