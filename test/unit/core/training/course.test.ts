import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { courseOf, rateAt, rateCourse, stepsToRead } from '../../../../src/core/training/course';
import { withFrozen } from '../../../../src/core/training/frozen';
import { rateEdit } from '../../../../src/core/training/rateEdit';

const sgd = (learning_rate: unknown) => ({ type: 'SGD', learning_rate }) as never;
const decay = { type: 'ExponentialDecay', initial_learning_rate: 0.1, decay_steps: 10, decay_rate: 0.5 };

describe('the course of training', () => {
  test('is one part without phases, with Keras’s optimizer where none is named', () => {
    expect(courseOf({})).toMatchObject([{ index: 0, epochs: 1, since: 0, freeze: [], optimizer: 'RMSprop', learningRate: 0.001 }]);
    expect(courseOf({ epochs: 5, optimizer: 'Nadam' })).toMatchObject([{ epochs: 5, optimizer: 'Nadam', learningRate: 0.001 }]);
  });
  test('goes phase by phase, each with a schedule that begins anew', () => {
    const parts = courseOf({
      optimizer: sgd(decay),
      phases: [{ freeze: ['a*'], epochs: 2 }, { epochs: 1, optimizer: sgd(0.5) }, { epochs: 1 }],
    });
    const course = rateCourse(parts, 10);
    expect(course.steps).toBe(40);
    expect([0, 10, 19, 20, 29, 30].map((step) => rateAt(course, step)?.learningRate)).toEqual([0.1, 0.05, 0.1 * 0.5 ** 1.9, 0.5, 0.5, 0.1]);
    expect(rateAt(course, 19)?.part.freeze).toEqual(['a*']);
  });
  test('a cycle takes the steps of its own phase', () => {
    const parts = courseOf({ phases: [{ epochs: 1 }, { epochs: 3, optimizer: sgd({ type: 'OneCycle', max_learning_rate: 0.4 }) }] });
    const course = rateCourse(parts, 100);
    const rates = Array.from({ length: 300 }, (_, i) => rateAt(course, 100 + i)?.learningRate ?? 0);
    expect(Math.max(...rates)).toBeCloseTo(0.4, 10);
    expect(rates.indexOf(Math.max(...rates))).toBe(89);
    expect(rateAt(course, 100)?.momentum).toBeCloseTo(0.95, 10);
    expect(rateAt(course, 0)?.momentum).toBeUndefined();
  });
  test('is read at the ends of each part and at about so many steps between', () => {
    const course = rateCourse(courseOf({ phases: [{ epochs: 1 }, { epochs: 9 }] }), 100);
    const [first = [], second = []] = stepsToRead(course, 100);
    expect([first[0], first.at(-1), second[0], second.at(-1)]).toEqual([0, 99, 100, 999]);
    expect(second.length).toBe(90);
    expect(stepsToRead(rateCourse(courseOf({}), 1), 100)).toEqual([[0]]);
  });
  test('says nothing of what cannot be used', () => {
    const course = rateCourse(courseOf({ optimizer: sgd('fast'), epochs: -1, phases: [3 as never, { freeze: 3 as never }] }), 1);
    expect(rateAt(course, 0)).toBeUndefined();
    expect(course.steps).toBe(2);
  });
});

test('a frozen layer keeps its parameters, which learn no more', () => {
  const layers = [
    { name: 'x', type: 'Input', shape: [4] },
    { name: 'h1', type: 'Dense', units: 3 },
    { name: 'bn', type: 'BatchNormalization' },
    { name: 'y', type: 'Dense', units: 2 },
  ];
  const analysis = analyzeText(JSON.stringify({ layerwise: 1, layers }));
  const frozen = withFrozen(analysis, ['h*', 'bn']);
  const counted = analyzeText(
    JSON.stringify({ layerwise: 1, layers: layers.map((layer) => (/h1|bn/.test(layer.name) ? { ...layer, trainable: false } : layer)) }),
  );
  expect(frozen.totals).toEqual(counted.totals);
  expect(frozen.layers.map(({ frozen: is, parameters }) => [is, parameters])).toEqual(
    counted.layers.map(({ frozen: is, parameters }) => [is, parameters]),
  );
  expect(withFrozen(analysis, ['nothing'])).toBe(analysis);
});

test('a block is frozen once none of its layers learns', () => {
  const blocks = {
    pair: {
      layers: [
        { name: 'a', type: 'Dense', units: 4 },
        { name: 'b', type: 'Dense', units: 4 },
      ],
    },
  };
  const layers = [
    { name: 'x', type: 'Input', shape: [4] },
    { name: 'p', type: 'Block', block: 'pair' },
  ];
  const analysis = analyzeText(JSON.stringify({ layerwise: 1, blocks, layers }));
  const names = analysis.layers.map(({ name }) => name).filter((name) => name !== 'x');
  const [first = ''] = names;
  const seen = (patterns: readonly string[]) =>
    withFrozen(analysis, patterns).instances.map(({ frozen, parameters }) => [frozen, parameters?.trainable]);
  expect(seen([])).toEqual([[false, 40]]);
  expect(seen([first])).toEqual([[false, 20]]);
  expect(seen(names)).toEqual([[true, 0]]);
});

describe('the edit to a learning rate', () => {
  test.each([
    [undefined, { path: ['optimizer'], value: { type: 'RMSprop', learning_rate: 0.3 } }],
    [{ optimizer: 'SGD' }, { value: { type: 'SGD', learning_rate: 0.3 } }],
    [{ optimizer: sgd(0.1) }, { value: { type: 'SGD', learning_rate: 0.3 } }],
    [
      { optimizer: sgd({ type: 'OneCycle', max_learning_rate: 1 }) },
      { value: { learning_rate: { type: 'OneCycle', max_learning_rate: 0.3 } } },
    ],
    [{ optimizer: sgd(decay) }, { value: { learning_rate: { ...decay, initial_learning_rate: 0.3 } } }],
    [
      { optimizer: sgd({ type: 'PiecewiseConstantDecay', boundaries: [1], values: [0.1, 0.01] }) },
      { value: { learning_rate: { values: [0.3, 0.03] } } },
    ],
    [
      { optimizer: sgd(1), phases: [{ optimizer: 'Adam' }, {}] },
      { path: ['phases', 0, 'optimizer'], value: { type: 'Adam', learning_rate: 0.3 } },
    ],
    [
      { optimizer: sgd(1), phases: [{}, { optimizer: 'Adam' }] },
      { path: ['optimizer'], value: { type: 'SGD', learning_rate: 0.3 } },
    ],
  ])('of %j', (training, edit) => {
    expect(rateEdit(training as never, 0.3)).toMatchObject({ type: 'setTraining', ...edit });
  });
});
