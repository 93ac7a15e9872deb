import { analyzeText } from '../../../../src/core/analyze';

/** Blocks and layers that are repeated, one in the other, and a block that is used once. */
export const repeated = analyzeText(
  JSON.stringify({
    layerwise: 1,
    blocks: {
      pair: {
        layers: [
          { name: 'a', type: 'Dense', units: 4 },
          { name: 'act', type: 'ReLU' },
        ],
      },
      stage: {
        layers: [
          { name: 'unit', type: 'Block', block: 'pair', repeat: 2 },
          { name: 'end', type: 'Dense', units: 4, repeat: 2 },
        ],
      },
    },
    layers: [
      { name: 'x', type: 'Input', shape: [4] },
      { name: 's', type: 'Block', block: 'stage', repeat: 2 },
      { name: 'deep', type: 'Dense', units: 4, repeat: 3 },
      { name: 'once', type: 'Block', block: 'pair' },
    ],
  }),
);
