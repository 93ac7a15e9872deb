// Designs of any length for the bench of the designer, as text of a file.

const HIDDEN = { type: 'Dense', units: 100, activation: 'selu', kernel_initializer: 'lecun_normal' };
const BRANCH = { type: 'Dense', units: 64, activation: 'relu', kernel_initializer: 'he_normal' };

/** One Dense layer after the other. The first of them is the one that is typed into, so that all counts after it change. */
function chain(count) {
  const hidden = Array.from({ length: count - 2 }, (_, i) => ({ name: `hidden${i}`, ...HIDDEN }));
  return [{ name: 'pixels', type: 'Input', shape: [784] }, ...hidden, { name: 'classes', type: 'Dense', units: 10, activation: 'softmax' }];
}

/** Blocks of three branches that meet again, each with a connection around the block. */
function branches(count) {
  const layers = [
    { name: 'pixels', type: 'Input', shape: [64] },
    { name: 'first', ...BRANCH },
  ];
  for (let i = 0; layers.length + 8 <= count; i++) {
    const from = layers.at(-1).name;
    for (const side of ['left', 'middle', 'right'])
      layers.push({ name: `${side}_${i}_a`, ...BRANCH, inputs: [from] }, { name: `${side}_${i}_b`, ...BRANCH });
    layers.push({ name: `add_${i}`, type: 'Add', inputs: [`left_${i}_b`, `middle_${i}_b`, `right_${i}_b`] });
    layers.push({ name: `sum_${i}`, type: 'Add', inputs: [`add_${i}`, from] });
  }
  return layers;
}

const shapes = { chain, branches };

/** The layers of a design of that shape with about so many of them. */
export const layersOf = (shape, count) => shapes[shape](count);

/** As a person's file: one layer a line. */
export function textOf(shape, count) {
  const lines = layersOf(shape, count).map((layer) => `    ${JSON.stringify(layer)}`);
  return `{\n  "layerwise": 1,\n  "layers": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
