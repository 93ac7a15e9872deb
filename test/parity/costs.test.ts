import { describe, expect, it } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import { optimizerSlots } from '../../src/core/costs/optimizerSlots';
import { receptiveFields } from '../../src/core/costs/receptiveField';
import type { Configured, JsonObject } from '../../src/core/document';
import { describeCase, expand, golden, type Group } from './cases';

interface Case {
  readonly on: readonly (readonly number[])[];
  readonly layers: readonly JsonObject[];
}

const cases = golden<{
  readonly multiplyAdds: readonly Case[];
  readonly receptiveFields: readonly Case[];
  readonly optimizers: readonly Configured[];
}>('cost-cases');
const goldens = golden<{
  readonly multiplyAdds: readonly number[];
  readonly receptiveFields: readonly (readonly number[])[];
  readonly optimizers: readonly number[];
}>('costs');

/** The case as a design; that a loop is unrolled is the profiler's affair. */
function analyzed({ on, layers }: Case) {
  const inputs = on.map((shape, i) => ({ name: `in${i}`, type: 'Input', shape }));
  const named = layers.map((layer, i) => ({ name: `layer${i}`, ...(i === 0 && { inputs: inputs.map(({ name }) => name) }), ...layer }));
  const text = JSON.stringify({ layerwise: 1, layers: [...inputs, ...named] }).replaceAll(',"unroll":true', '');
  const analysis = analyzeText(text);
  expect(analysis.diagnostics).toEqual([]);
  return analysis;
}

const title = ({ on, layers }: Case): string =>
  `${layers.map(({ type }) => type as string).join(', ')} on ${on.map((shape) => shape.join(' × ')).join(' and ')}`;

describe('multiply-adds are half of what TensorFlow’s profiler counts in products and convolutions', () => {
  it.each(cases.multiplyAdds.map((one, i) => [`${i}: ${title(one)}`, one, goldens.multiplyAdds[i]] as const))('%s', (_, one, wanted) => {
    const { totals, layers } = analyzed(one);
    expect(totals.multiplyAdds).toBe(wanted);
    // The sum that people are shown.
    const sum = layers.flatMap(({ work = [] }) => work).reduce((all, sizes) => all + sizes.reduce((a, b) => a * b, 1), 0);
    expect(sum).toBe(wanted);
  });
});

describe('a receptive field is as long as the stretch of the input that has a gradient', () => {
  it.each(cases.receptiveFields.map((one, i) => [`${i}: ${title(one)}`, one, goldens.receptiveFields[i]] as const))(
    '%s',
    (_, one, wanted) => {
      const analysis = analyzed(one);
      const [field] = receptiveFields(analysis).get(analysis.outputs[0] ?? '') ?? [];
      const shape = one.on[0] ?? [];
      const lengths = (field?.axes ?? []).map(({ axis, size }) => ({ axis, length: Math.min(size, shape[axis] ?? 1) }));
      expect(lengths.length).toBeGreaterThan(0);
      expect(lengths).toEqual(lengths.map(({ axis }) => ({ axis, length: wanted?.[axis] })));
    },
  );
});

describe('an optimizer keeps as many values for a weight as Keras’s', () => {
  it.each(cases.optimizers.map((one, i) => [JSON.stringify(one), one, goldens.optimizers[i]] as const))('%s', (_, one, wanted) => {
    expect(optimizerSlots(one)?.slots).toBe(wanted);
  });
});

it('the multiply-adds of every layer are the sum of the products that are shown for them', () => {
  for (const one of golden<readonly Group[]>('cases').flatMap((group) => expand(group))) {
    const { made } = describeCase(one);
    if (!made || made.multiplyAdds === null) continue;
    const sum = (made.work ?? []).reduce((all, sizes) => all + sizes.reduce((product, size) => product * size, 1), 0);
    expect(sum, JSON.stringify(one)).toBe(made.multiplyAdds);
  }
});
