import { tfjsProgram } from '../../core/codegen/tfjsProgram';
import type { Exporter } from './exporter';
import { exportTfjsModel } from './tfjsModel';

/** A program for TensorFlow.js; that it can build the model TensorFlow.js says itself. */
export const exportTfjsProgram: Exporter = async (model, context) => {
  const content = tfjsProgram(model.analysis);
  const arrays = model.analysis.layers.flatMap(({ name, used, weights = [] }) =>
    used ? weights.map(({ name: weight, shape }) => ({ name: `${name}/${weight}`, shape, values: new Float32Array(0) })) : [],
  );
  await exportTfjsModel({ ...model, arrays }, context);
  return { content };
};
