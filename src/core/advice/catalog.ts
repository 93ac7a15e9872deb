import * as l10n from '@vscode/l10n';
import type { AdviceCode } from './adviceFacts';

/** Every advice that there is: how much it matters, and what it is about in few words. */
export const adviceCatalog: Readonly<Record<AdviceCode, { readonly severity: 'warning' | 'hint'; readonly about: string }>> = {
  'init.relu-needs-he': { severity: 'hint', about: l10n.t('He initialization for ReLU and its relatives') },
  'init.selu-needs-lecun': { severity: 'hint', about: l10n.t('LeCun initialization for SELU') },
  'init.tanh-needs-glorot': { severity: 'hint', about: l10n.t('Glorot initialization for tanh, sigmoid and softmax') },
  'selu.inputs-not-standardized': { severity: 'hint', about: l10n.t('standardized inputs for SELU') },
  'selu.not-sequential': { severity: 'hint', about: l10n.t('SELU where layers meet') },
  'selu.plain-dropout': { severity: 'hint', about: l10n.t('alpha dropout beside SELU') },
  'selu.batch-normalization': { severity: 'hint', about: l10n.t('batch normalization beside SELU') },
  'selu.penalty': { severity: 'hint', about: l10n.t('penalties and max-norm beside SELU') },
  'norm.bias-unneeded': { severity: 'hint', about: l10n.t('a bias before batch normalization') },
  'norm.dropout-before': { severity: 'hint', about: l10n.t('dropout before batch normalization') },
  'norm.activation-before': { severity: 'hint', about: l10n.t('an activation before batch normalization') },
  'norm.frozen-statistics': { severity: 'hint', about: l10n.t('batch normalization between frozen layers') },
  'output.not-flat': { severity: 'warning', about: l10n.t('a missing Flatten before the output') },
  'output.softmax-of-one': { severity: 'warning', about: l10n.t('softmax over one unit') },
  'loss.logits-expected': { severity: 'warning', about: l10n.t('probabilities for a loss that expects logits') },
  'loss.probabilities-expected': { severity: 'warning', about: l10n.t('an output that the loss takes for probabilities') },
  'loss.one-unit': { severity: 'warning', about: l10n.t('crossentropy between classes over one unit') },
  'loss.class-numbers': { severity: 'warning', about: l10n.t('a loss that does not take class numbers') },
  'loss.class-count': { severity: 'warning', about: l10n.t('units of the last layer and classes of the data') },
  'data.not-scaled': { severity: 'warning', about: l10n.t('pixels that are not scaled') },
  'deep.linear': { severity: 'hint', about: l10n.t('Dense layers with no activation between them') },
  'deep.not-normalized': { severity: 'hint', about: l10n.t('deep stacks without normalization') },
  'deep.saturating': { severity: 'hint', about: l10n.t('saturating activations in deep stacks') },
  'optimizer.learning-rate': { severity: 'hint', about: l10n.t('a learning rate out of the usual range') },
  'optimizer.dying-relu': { severity: 'hint', about: l10n.t('ReLU at a high learning rate') },
  'schedule.one-cycle-bounds': { severity: 'hint', about: l10n.t('how far a cycle climbs') },
  'memory.too-large': { severity: 'warning', about: l10n.t('a step that takes more memory than there is') },
  'penalty.max-norm-and-l2': { severity: 'hint', about: l10n.t('max-norm together with l2') },
};

export const isAdviceCode = (code: string): code is AdviceCode => Object.hasOwn(adviceCatalog, code);
