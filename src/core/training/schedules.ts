import * as l10n from '@vscode/l10n';
import type { Json, JsonObject } from '../document';
import type { Field, FieldKind, Named } from '../layers/fields';

const field = (name: string, value: FieldKind, help: string, preset?: Json): Field => ({
  name,
  value,
  ...(preset !== undefined && { default: preset }),
  ...(preset === null && { nullable: true }),
  group: 'essentials',
  help,
});
// None of them can be below 0, so that no schedule can make a learning rate that is.
const RATE: FieldKind = { kind: 'number', minimum: 0 };
const SHARE: FieldKind = { kind: 'number', minimum: 0, maximum: 1 };
const COUNT: FieldKind = { kind: 'integer', minimum: 1 };

const initial = field('initial_learning_rate', RATE, 'The learning rate of the first step.');
const decaySteps = field('decay_steps', COUNT, 'How many steps the decay takes.');
const staircase = field(
  'staircase',
  { kind: 'boolean' },
  'Go down all at once after each decay_steps, not a little with every step.',
  false,
);
const alpha = field('alpha', SHARE, 'Where it ends, as a share of the learning rate that it begins with.', 0);

const schedule = (name: string, fields: readonly Field[], start: JsonObject, help: string): Named => ({
  name,
  fields,
  start,
  help,
  doc: `https://keras.io/api/optimizers/learning_rate_schedules/${name.replaceAll(/(?<!^)([A-Z])/g, '_$1').toLowerCase()}/`,
});

/** How a learning rate goes with the steps, in place of a number. `learningRateAt.ts` has the formula of each. */
export const schedules: readonly Named[] = [
  schedule(
    'ExponentialDecay',
    [
      initial,
      decaySteps,
      field('decay_rate', { kind: 'number', exclusiveMinimum: 0 }, 'What it is multiplied by in decay_steps.'),
      staircase,
    ],
    { initial_learning_rate: 0.01, decay_steps: 10_000, decay_rate: 0.1 },
    'The same factor again and again: a tenth after so many steps, a hundredth after twice as many.',
  ),
  schedule(
    'InverseTimeDecay',
    [initial, decaySteps, field('decay_rate', RATE, 'Added to the divisor in decay_steps; it begins at 1.'), staircase],
    { initial_learning_rate: 0.01, decay_steps: 10_000, decay_rate: 1 },
    'Power scheduling: a half after so many steps, a third after twice as many: quick at first, then ever slower.',
  ),
  {
    ...schedule(
      'PiecewiseConstantDecay',
      [
        field('boundaries', { kind: 'integers', minimum: 0, listed: true }, 'The steps after which the next value holds.'),
        field('values', { kind: 'numbers', minimum: 0 }, 'The learning rates, one more than there are boundaries.'),
      ],
      { boundaries: [10_000, 20_000], values: [0.01, 0.005, 0.001] },
      'A constant learning rate for so many steps, then another one.',
    ),
    check: ({ boundaries, values }) => {
      const [steps, rates] = [boundaries as readonly number[], values as readonly number[]];
      if (steps.length === 0 || steps.some((step, i) => step <= (steps[i - 1] ?? -1)))
        return { field: 'boundaries', expected: l10n.t('a list of steps that grow') };
      return rates.length === steps.length + 1
        ? undefined
        : { field: 'values', expected: l10n.t`${steps.length + 1} numbers, one more than there are boundaries` };
    },
  },
  schedule(
    'PolynomialDecay',
    [
      initial,
      decaySteps,
      field('end_learning_rate', RATE, 'The learning rate after decay_steps.', 0.0001),
      field('power', { kind: 'number', exclusiveMinimum: 0 }, '1: a straight line; 2: quick at first.', 1),
      field('cycle', { kind: 'boolean' }, 'Begin again, with twice the steps, three times the steps …', false),
    ],
    { initial_learning_rate: 0.01, decay_steps: 10_000 },
    'From one learning rate to another, in a straight line or a curve.',
  ),
  {
    ...schedule(
      'CosineDecay',
      [
        initial,
        decaySteps,
        alpha,
        field('warmup_target', RATE, 'The learning rate that a straight line leads to at first; null: no warm-up.', null),
        field('warmup_steps', { kind: 'integer', minimum: 0 }, 'How many steps the warm-up takes.', 0),
      ],
      { initial_learning_rate: 0.01, decay_steps: 10_000 },
      'Half a cosine: slow, then quick, then slow again; with a warm-up before it if wanted.',
    ),
  },
  schedule(
    'CosineDecayRestarts',
    [
      initial,
      field('first_decay_steps', COUNT, 'How many steps the first decay takes.'),
      field('t_mul', { kind: 'number', minimum: 1 }, 'How much longer each decay is than the one before.', 2),
      field('m_mul', RATE, 'What each decay begins with, as a share of what the one before began with.', 1),
      alpha,
    ],
    { initial_learning_rate: 0.01, first_decay_steps: 1000 },
    'Half a cosine, then up again and down in more steps: warm restarts.',
  ),
  {
    name: 'OneCycle',
    fields: [
      field('max_learning_rate', RATE, 'The largest learning rate, a little below that where training diverges.'),
      field('total_steps', COUNT, 'How many steps the cycle takes; null: all of the run.', null),
      field('initial_learning_rate', RATE, 'Where it begins; null: 1/25 of the largest.', null),
      field('final_learning_rate', RATE, 'Where it ends; null: 1/10,000 of where it began.', null),
      field('warmup_fraction', SHARE, 'Share of the steps in which it goes up.', 0.3),
      field('anneal', { kind: 'choice', choices: ['cosine', 'linear'] }, 'The form of both ways.', 'cosine'),
      { ...field('max_momentum', SHARE, 'Momentum where the learning rate is low; null: momentum stays as it is.', 0.95), nullable: true },
      field('min_momentum', SHARE, 'Momentum where the learning rate is high.', 0.85),
    ],
    start: { max_learning_rate: 0.1 },
    help: 'Up to a large learning rate and down to nearly 0, with momentum (of Adam and AdamW beta_1) the other way round.',
    doc: 'https://arxiv.org/abs/1708.07120',
  },
];
