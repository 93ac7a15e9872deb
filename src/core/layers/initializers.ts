import type { Field, Named } from './fields';
import { seed } from './weightFields';

const argument = (name: string, preset: number, help: string): Field => ({
  name,
  value: { kind: 'number' },
  default: preset,
  group: 'initialization',
  help,
});
const spread: Field = {
  name: 'stddev',
  value: { kind: 'number', minimum: 0 },
  default: 0.05,
  group: 'initialization',
  help: 'Standard deviation.',
};
const gain: Field = argument('gain', 1, 'Factor that the matrix is multiplied by.');

const initializer = (name: string, className: string, fields: readonly Field[], help: string, more: readonly string[] = []): Named => ({
  name,
  aliases: [className, ...more],
  fields,
  help,
  doc: `https://keras.io/api/layers/initializers/#${className.toLowerCase()}-class`,
});

/** How weights start. Names as Keras's snake case, class names are read as the same. */
export const initializers: readonly Named[] = [
  initializer('zeros', 'Zeros', [], 'All 0.', ['zero']),
  initializer('ones', 'Ones', [], 'All 1.', ['one']),
  initializer('constant', 'Constant', [argument('value', 0, 'The value of every weight.')], 'All the same value.'),
  initializer('identity', 'Identity', [gain], 'The identity matrix; only for a weight of two dimensions.', ['IdentityInitializer']),
  initializer('orthogonal', 'Orthogonal', [gain, seed], 'A random orthogonal matrix.', ['OrthogonalInitializer']),
  initializer('random_normal', 'RandomNormal', [argument('mean', 0, 'Mean.'), spread, seed], 'A normal distribution.', ['normal']),
  initializer(
    'random_uniform',
    'RandomUniform',
    [argument('minval', -0.05, 'Lower bound.'), argument('maxval', 0.05, 'Upper bound.'), seed],
    'A uniform distribution between two bounds.',
    ['uniform'],
  ),
  initializer(
    'truncated_normal',
    'TruncatedNormal',
    [argument('mean', 0, 'Mean.'), spread, seed],
    'A normal distribution cut off at two deviations.',
  ),
  initializer(
    'variance_scaling',
    'VarianceScaling',
    [
      {
        name: 'scale',
        value: { kind: 'number', exclusiveMinimum: 0 },
        default: 1,
        group: 'initialization',
        help: 'Factor of the variance.',
      },
      {
        name: 'mode',
        value: { kind: 'choice', choices: ['fan_in', 'fan_out', 'fan_avg'] },
        default: 'fan_in',
        group: 'initialization',
        help: 'What the variance is divided by: inputs of a unit, outputs of a unit, or their mean.',
      },
      {
        name: 'distribution',
        value: { kind: 'choice', choices: ['truncated_normal', 'untruncated_normal', 'uniform'] },
        default: 'truncated_normal',
        group: 'initialization',
        help: 'Which distribution is drawn from.',
      },
      seed,
    ],
    'A distribution whose variance fits the number of inputs or outputs.',
  ),
  initializer('glorot_normal', 'GlorotNormal', [seed], 'Normal with variance 2 / (inputs + outputs); for tanh, sigmoid and softmax.'),
  initializer('glorot_uniform', 'GlorotUniform', [seed], 'Uniform with variance 2 / (inputs + outputs); for tanh, sigmoid and softmax.'),
  initializer('he_normal', 'HeNormal', [seed], 'Normal with variance 2 / inputs; for relu and its relatives.'),
  initializer('he_uniform', 'HeUniform', [seed], 'Uniform with variance 2 / inputs; for relu and its relatives.'),
  initializer('lecun_normal', 'LecunNormal', [seed], 'Normal with variance 1 / inputs; for selu.'),
  initializer('lecun_uniform', 'LecunUniform', [seed], 'Uniform with variance 1 / inputs; for selu.'),
];
