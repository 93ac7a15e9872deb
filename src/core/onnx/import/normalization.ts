import { floatOf, intOf } from './attributes';
import type { NodeReader } from './nodeReader';
import { constantOf, refuse, shapeOf } from './windows';

const batchNormalization: NodeReader = (importation, node) => {
  const x = importation.value(node.inputs[0]) ?? refuse('it has no input');
  const weights = [1, 2, 3, 4].map((place) => constantOf(importation, node, place) ?? refuse('its weights are not constant'));
  const at = x.shape ? x.axes.indexOf(1) : x.axes.length - 1;
  if (x.shape && at < 1) refuse('its channels are an axis of size 1');
  if (x.flattened) refuse('the order of what it normalizes is another in the file');
  const [epsilon, momentum] = [floatOf(node, 'epsilon', 1e-5), floatOf(node, 'momentum', 0.9)];
  const fields = {
    ...(at !== x.axes.length - 1 && { axis: at }),
    ...(momentum !== 0.99 && { momentum }),
    ...(epsilon !== 0.001 && { epsilon }),
  };
  const made = importation.addLike(node, 'BatchNormalization', [x], fields, x);
  ['gamma', 'beta', 'moving_mean', 'moving_variance'].forEach((name, i) =>
    importation.weigh(made.layer, name, shapeOf(weights[i]!), weights[i]!),
  );
  importation.values.set(node.outputs[0]!, made);
};

const layerNormalization: NodeReader = (importation, node) => {
  const given = importation.value(node.inputs[0]) ?? refuse('it has no input');
  if (!given.shape) refuse('the shape of its input is not known');
  const axis = intOf(node, 'axis', -1);
  const from = axis < 0 ? axis + given.rank : axis;
  const x = given.axes.length === given.rank && given.axes.every((each, i) => i < from || each === i) ? given : importation.arranged(node, given, Array.from({ length: given.rank }, (_, i) => i)); // prettier-ignore
  const axes = Array.from({ length: x.rank - from }, (_, i) => from - x.rank + i);
  const [gamma, beta] = [constantOf(importation, node, 1), constantOf(importation, node, 2)];
  const epsilon = floatOf(node, 'epsilon', 1e-5);
  const fields = {
    ...(axes.length > 1 && { axis: axes }),
    ...(epsilon !== 0.001 && { epsilon }),
    ...(!beta && { center: false }),
    ...(!gamma && { scale: false }),
  };
  const made = importation.addLike(node, 'LayerNormalization', [x], fields, x);
  if (gamma) importation.weigh(made.layer, 'gamma', shapeOf(gamma), gamma);
  if (beta) importation.weigh(made.layer, 'beta', shapeOf(beta), beta);
  importation.values.set(node.outputs[0]!, made);
};

export const normalizationReaders: { readonly [op: string]: NodeReader } = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
};
