import { expect, test } from 'vitest';
import { analyzeText } from '../../../src/core/analyze';
import { summaryTable } from '../../../src/core/summary';

const table = (name: string, layers: readonly object[]) => summaryTable(analyzeText(JSON.stringify({ layerwise: 1, name, layers })));
const pixels = { name: 'pixels', type: 'Input', shape: [28, 28] };

// Both tables are Keras 3.15's own, printed by `summary()` in a terminal of 80 columns.
test('a chain is set as Keras sets it', () => {
  const layers = [
    pixels,
    { name: 'flatten', type: 'Flatten' },
    { name: 'batch_normalization', type: 'BatchNormalization' },
    { name: 'a_very_long_layer_name_that_wraps_around_the_cell', type: 'Dense', units: 300 },
    { name: 'dense', type: 'Dense', units: 10 },
  ];
  expect(table('mnist-bn', layers)).toBe(`\
Model: "mnist-bn"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ pixels (InputLayer)             │ (None, 28, 28)         │             0 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ flatten (Flatten)               │ (None, 784)            │             0 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ batch_normalization             │ (None, 784)            │         3,136 │
│ (BatchNormalization)            │                        │               │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ a_very_long_layer_name_that_wr… │ (None, 300)            │       235,500 │
│ (Dense)                         │                        │               │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ dense (Dense)                   │ (None, 10)             │         3,010 │
└─────────────────────────────────┴────────────────────────┴───────────────┘
 Total params: 241,646 (943.93 KB)
 Trainable params: 240,078 (937.80 KB)
 Non-trainable params: 1,568 (6.12 KB)`);
});

test('branches have a column for what each layer takes', () => {
  const layers = [
    pixels,
    { name: 'flatten_1', type: 'Flatten' },
    { name: 'dense_1', type: 'Dense', units: 100 },
    { name: 'dense_2', type: 'Dense', units: 100 },
    { name: 'add', type: 'Add', inputs: ['dense_1', 'dense_2'] },
    { name: 'dense_3', type: 'Dense', units: 10 },
  ];
  expect(table('res', layers)).toBe(`\
Model: "res"
┏━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┓
┃ Layer (type)        ┃ Output Shape      ┃    Param # ┃ Connected to      ┃
┡━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━┩
│ pixels (InputLayer) │ (None, 28, 28)    │          0 │ -                 │
├─────────────────────┼───────────────────┼────────────┼───────────────────┤
│ flatten_1 (Flatten) │ (None, 784)       │          0 │ pixels[0][0]      │
├─────────────────────┼───────────────────┼────────────┼───────────────────┤
│ dense_1 (Dense)     │ (None, 100)       │     78,500 │ flatten_1[0][0]   │
├─────────────────────┼───────────────────┼────────────┼───────────────────┤
│ dense_2 (Dense)     │ (None, 100)       │     10,100 │ dense_1[0][0]     │
├─────────────────────┼───────────────────┼────────────┼───────────────────┤
│ add (Add)           │ (None, 100)       │          0 │ dense_1[0][0],    │
│                     │                   │            │ dense_2[0][0]     │
├─────────────────────┼───────────────────┼────────────┼───────────────────┤
│ dense_3 (Dense)     │ (None, 10)        │      1,010 │ add[0][0]         │
└─────────────────────┴───────────────────┴────────────┴───────────────────┘
 Total params: 89,610 (350.04 KB)
 Trainable params: 89,610 (350.04 KB)
 Non-trainable params: 0 (0.00 B)`);
});
