import * as l10n from '@vscode/l10n';
import type { Json, JsonPath, TrainingSection } from '../document';
import type { Edit } from '../edits';
import type { Fix } from '../fixes';
import { onLayer, onTraining, type Advice } from './advice';
import { RECTIFIERS } from './initialization';
import { functionOf, isFunction, kernelOf, type Site } from './sites';
import { toldBy, type Told } from './told';

/** How a model ends: the layer with the last weights, and the function that its outputs go through. */
interface End {
  readonly site: Site;
  readonly weighted: Site;
  readonly activation: string;
  /** The layer that says the activation. */
  readonly by: Site;
}

function endOf(site: Site): End | undefined {
  if (!site.layer.output) return undefined;
  const apart = isFunction(site) && site.layer.type !== 'Dense';
  const weighted = apart ? site.takes[0] : site;
  if (!weighted || kernelOf(weighted) === undefined || (apart && functionOf(weighted) !== 'linear')) return undefined;
  const activation = functionOf(site);
  return activation === undefined ? undefined : { site, weighted, activation, by: site };
}

/** The last layer of each output against its loss and against what the data asks for. */
export function adviseOutput(sites: readonly Site[], training: TrainingSection | undefined): Advice[] {
  const outputs = sites.filter(({ isOutput }) => isOutput);
  return outputs.flatMap((site) => {
    const end = endOf(site);
    return end ? adviseEnd(end, toldBy(training, site.layer.name, outputs.length)) : [];
  });
}

const adviseEnd = (end: End, told: Told): Advice[] => [
  ...notFlat(end, told),
  ...softmaxOfOne(end, told),
  ...oneUnit(end, told),
  ...logits(end, told),
  ...classNumbers(end, told),
  ...classCount(end, told),
];

const CROSSENTROPIES = ['sparse_categorical_crossentropy', 'categorical_crossentropy', 'binary_crossentropy'];
const lossName = ({ loss }: Told): string => loss?.entry.name ?? '';
const units = ({ site }: End): number | null => site.layer.output?.at(-1) ?? null;
/** Where the loss, or an argument of it, stands. */
const pathOf = ({ lossPath = ['loss'] }: Told, ...more: readonly string[]): JsonPath => [...lossPath, ...more];
/** Puts another loss there, or an argument; none where the loss is that of other outputs too. */
const setLoss = ({ lossPath }: Told, value: Json | undefined, ...more: readonly string[]): Edit[] =>
  lossPath ? [{ type: 'setTraining', path: [...lossPath, ...more], ...(value !== undefined && { value }) }] : [];

/** Layers before which a Flatten may stand as well as behind them. */
function isIndifferent({ layer: { type }, values }: Site): boolean {
  if (['Dense', 'ReLU', 'LeakyReLU', 'ELU', 'Activation'].includes(type)) return true;
  return type === 'BatchNormalization' ? values.axis === -1 : type === 'Dropout' && values.noise_shape === null;
}

function notFlat(end: End, { dataset, classes }: Told): Advice[] {
  const { site, weighted } = end;
  const found = site.layer.output ?? [];
  if (!dataset || classes === undefined || found.length < 2 || weighted.layer.type !== 'Dense') return [];
  let first = weighted;
  for (
    let [before] = weighted.takes;
    before && isIndifferent(before) && before.takers.length === 1 && !before.isOutput;
    [before] = before.takes
  )
    if (before.layer.type === 'Dense') first = before;
  const known = first.layer.inputShapes[0]?.every((size) => size !== null);
  const edit = { type: 'addLayer', layerType: 'Flatten', position: { before: first.layer.id } } as const;
  const fixes = known ? [{ title: l10n.t`Flatten before ${first.layer.name}`, edit }] : [];
  return [onLayer('output.not-flat', weighted, ['type'], { facts: { layer: site.layer.name, found, dataset: dataset.name }, fixes })];
}

function softmaxOfOne(end: End, told: Told): Advice[] {
  const { activation, by, weighted } = end;
  // A data set of several classes needs more units instead, which is told by itself.
  if (activation !== 'softmax' || units(end) !== 1 || told.classes !== undefined) return [];
  const sigmoid = setActivation(by, 'sigmoid');
  const isClass = lossName(told).endsWith('categorical_crossentropy');
  const binary = sigmoid && isClass ? setLoss(told, 'binary_crossentropy') : [];
  const edit: Edit | undefined = sigmoid && binary.length > 0 ? { type: 'several', edits: [sigmoid, ...binary] } : sigmoid;
  const fixes = edit ? [{ title: binary.length > 0 ? l10n.t('Use sigmoid and binary_crossentropy') : l10n.t('Use sigmoid'), edit }] : [];
  return [onLayer('output.softmax-of-one', by, ['activation'], { facts: { layer: weighted.layer.name }, fixes })];
}

/** Classes are compared, and there is but one. */
function oneUnit(end: End, told: Told): Advice[] {
  const loss = lossName(told);
  const fromLogits = told.loss?.values.from_logits === true;
  if (units(end) !== 1 || told.classes !== undefined || !loss.endsWith('categorical_crossentropy')) return [];
  // Softmax is told by itself, and so is what is no probability.
  if (end.activation !== (fromLogits ? 'linear' : 'sigmoid')) return [];
  const binary = 'binary_crossentropy';
  const edits = setLoss(told, fromLogits ? { type: binary, from_logits: true } : binary);
  const fixes = edits.map((edit) => ({ title: l10n.t`Use ${binary}`, edit }));
  return [onTraining('loss.one-unit', pathOf(told), { facts: { loss, layer: end.weighted.layer.name }, fixes })];
}

/** Absent where the layer's type says its function. */
function setActivation({ layer, values }: Site, value: string): Edit | undefined {
  return 'activation' in values ? { type: 'setField', layer: layer.id, field: 'activation', value } : undefined;
}

/** Losses that take the outputs for probabilities, or for logits. */
function logits(end: End, told: Told): Advice[] {
  const { activation, by } = end;
  const loss = lossName(told);
  if (!told.loss || !CROSSENTROPIES.includes(loss)) return [];
  const facts = { loss, layer: by.layer.name, activation };
  const wanted = loss === 'binary_crossentropy' ? 'sigmoid' : 'softmax';
  if (told.loss.values.from_logits === true) {
    if (activation !== wanted) return [];
    const remove = setLoss(told, undefined, 'from_logits').map((edit) => ({ title: l10n.t('Remove from_logits'), edit }));
    return [onTraining('loss.logits-expected', pathOf(told, 'from_logits'), { facts, fixes: remove })];
  }
  const isOpen = activation === 'linear' || activation === 'tanh' || activation === 'selu' || RECTIFIERS.has(activation);
  if (!isOpen) return [];
  const add = setActivation(by, wanted);
  const fixes: Fix[] = add ? [{ title: l10n.t`End with ${wanted}`, edit: add }] : [];
  if (activation === 'linear')
    fixes.push(...setLoss(told, true, 'from_logits').map((edit) => ({ title: l10n.t('Say from_logits'), edit })));
  return [onLayer('loss.probabilities-expected', by, ['activation'], { facts: { ...facts, wanted }, fixes })];
}

function classNumbers(end: End, told: Told): Advice[] {
  const loss = lossName(told);
  const { dataset, classes } = told;
  if (!dataset || classes === undefined || !told.loss || loss === 'sparse_categorical_crossentropy') return [];
  // One number for a class number can be meant: a regression.
  if (!CROSSENTROPIES.includes(loss) && units(end) !== classes) return [];
  const fromLogits = told.loss.values.from_logits === true;
  const sparse = 'sparse_categorical_crossentropy';
  const edits = setLoss(told, fromLogits ? { type: sparse, from_logits: true } : sparse);
  const fixes = edits.map((edit) => ({ title: l10n.t`Use ${sparse}`, edit }));
  return [onTraining('loss.class-numbers', pathOf(told), { facts: { loss, dataset: dataset.name }, fixes })];
}

function classCount(end: End, told: Told): Advice[] {
  const { dataset, classes } = told;
  const found = units(end);
  const isOfClasses = ['sparse_categorical_crossentropy', 'categorical_crossentropy'].includes(lossName(told));
  if (!dataset || classes === undefined || !isOfClasses || found === null || found === classes || end.weighted.layer.type !== 'Dense')
    return [];
  const { id, name } = end.weighted.layer;
  const fixes = [
    { title: l10n.t`Set units to ${classes}`, edit: { type: 'setField', layer: id, field: 'units', value: classes } as const },
  ];
  const facts = { layer: name, found, classes, dataset: dataset.name };
  return [onLayer('loss.class-count', end.weighted, ['units'], { facts, fixes, ...(found > classes && { severity: 'hint' as const }) })];
}
