import type { Field, Named } from './fields';

const doc = (name: string): string => `https://keras.io/api/layers/activations/#${name}-function`;

const argument = (name: string, preset: number, help: string): Field => ({
  name,
  value: { kind: 'number' },
  default: preset,
  group: 'advanced',
  help,
});

const shrink: Field = { ...argument('threshold', 0.5, 'How far from 0 a value counts as 0.'), value: { kind: 'number', minimum: 0 } };

/** Functions that a layer can put its outputs through, with the arguments of Keras's functions. */
export const activations: readonly Named[] = [
  { name: 'linear', fields: [], help: 'x as it is.', doc: doc('linear') },
  {
    name: 'relu',
    fields: [
      argument('negative_slope', 0, 'Slope below the threshold.'),
      {
        name: 'max_value',
        value: { kind: 'number', minimum: 0 },
        default: null,
        nullable: true,
        group: 'advanced',
        help: 'Largest output; null: no limit.',
      },
      argument('threshold', 0, 'Where the function begins to rise.'),
    ],
    help: 'max(x, 0).',
    doc: doc('relu'),
  },
  { name: 'relu6', fields: [], help: 'min(max(x, 0), 6).', doc: doc('relu6') },
  {
    name: 'leaky_relu',
    fields: [argument('negative_slope', 0.2, 'Slope for x < 0.')],
    help: 'x, or a small slope times x below 0.',
    doc: doc('leaky_relu'),
  },
  { name: 'elu', fields: [argument('alpha', 1, 'How far below 0 it goes.')], help: 'x, or alpha × (exp(x) - 1) below 0.', doc: doc('elu') },
  {
    name: 'celu',
    fields: [{ ...argument('alpha', 1, 'How far below 0 it goes.'), value: { kind: 'number', exclusiveMinimum: 0 } }],
    help: 'An elu whose slope is 1 at 0, whatever alpha is.',
    doc: doc('celu'),
  },
  { name: 'selu', fields: [], help: 'A scaled elu that keeps deep stacks normalized with lecun_normal kernels.', doc: doc('selu') },
  {
    name: 'gelu',
    fields: [{ name: 'approximate', value: { kind: 'boolean' }, default: false, group: 'advanced', help: 'Use the tanh approximation.' }],
    help: 'x × Φ(x), Φ being the normal distribution.',
    doc: doc('gelu'),
  },
  { name: 'silu', aliases: ['swish'], fields: [], help: 'x × sigmoid(x), also called swish.', doc: doc('silu') },
  { name: 'mish', fields: [], help: 'x × tanh(softplus(x)).', doc: doc('mish') },
  { name: 'hard_silu', aliases: ['hard_swish'], fields: [], help: 'x × hard_sigmoid(x).', doc: doc('hard_silu') },
  {
    name: 'squareplus',
    fields: [{ ...argument('b', 4, 'How round the bend at 0 is.'), value: { kind: 'number', minimum: 0 } }],
    help: '(x + √(x² + b)) / 2: a softplus without exp.',
    doc: doc('squareplus'),
  },
  { name: 'sparse_plus', fields: [], help: '0 below -1, x above 1, a parabola between them.', doc: doc('sparse_plus') },
  { name: 'softplus', fields: [], help: 'log(exp(x) + 1).', doc: doc('softplus') },
  { name: 'softsign', fields: [], help: 'x / (|x| + 1).', doc: doc('softsign') },
  { name: 'sigmoid', fields: [], help: '1 / (1 + exp(-x)): between 0 and 1.', doc: doc('sigmoid') },
  { name: 'hard_sigmoid', fields: [], help: 'x / 6 + 0.5, held between 0 and 1.', doc: doc('hard_sigmoid') },
  { name: 'sparse_sigmoid', fields: [], help: '(x + 1) / 2, held between 0 and 1.', doc: doc('sparse_sigmoid') },
  { name: 'log_sigmoid', fields: [], help: 'log(sigmoid(x)).', doc: doc('log_sigmoid') },
  { name: 'hard_tanh', fields: [], help: 'x, held between -1 and 1.', doc: doc('hard_tanh') },
  { name: 'tanh_shrink', fields: [], help: 'x - tanh(x).', doc: doc('tanh_shrink') },
  { name: 'hard_shrink', fields: [shrink], help: 'x, but 0 where |x| is not above the threshold.', doc: doc('hard_shrink') },
  { name: 'soft_shrink', fields: [shrink], help: 'x drawn towards 0 by the threshold.', doc: doc('soft_shrink') },
  { name: 'tanh', fields: [], help: 'Hyperbolic tangent: between -1 and 1.', doc: doc('tanh') },
  { name: 'exponential', fields: [], help: 'exp(x).', doc: doc('exponential') },
  {
    name: 'softmax',
    fields: [
      { name: 'axis', value: { kind: 'integer' }, default: -1, group: 'advanced', help: 'The axis along which the outputs sum to 1.' },
    ],
    help: 'Probabilities: positive, and they sum to 1.',
    doc: doc('softmax'),
  },
  {
    name: 'log_softmax',
    fields: [
      { name: 'axis', value: { kind: 'integer' }, default: -1, group: 'advanced', help: 'The axis along which they are probabilities.' },
    ],
    help: 'Logarithms of the probabilities that softmax gives.',
    doc: doc('log_softmax'),
  },
  {
    name: 'sparsemax',
    fields: [
      { name: 'axis', value: { kind: 'integer' }, default: -1, group: 'advanced', help: 'The axis along which the outputs sum to 1.' },
    ],
    help: 'Probabilities as from softmax, but those of unlikely classes are exactly 0.',
    doc: doc('sparsemax'),
  },
  {
    name: 'threshold',
    fields: [
      { ...argument('threshold', 0, 'What x has to exceed to pass.'), default: undefined, group: 'essentials' },
      { ...argument('default_value', 0, 'What takes the place of the others.'), default: undefined, group: 'essentials' },
    ],
    start: { threshold: 0, default_value: 0 },
    help: 'x above the threshold, else one value for all.',
    doc: doc('threshold'),
  },
  {
    name: 'glu',
    fields: [
      { name: 'axis', value: { kind: 'integer' }, default: -1, group: 'advanced', help: 'The axis that is split into values and gates.' },
    ],
    help: 'One half of the values, each let through as far as sigmoid of the other half says: half as many come out. Only in an Activation layer.',
    doc: doc('glu'),
  },
];
