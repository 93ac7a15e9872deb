import { describe, expect, it } from 'vitest';
import { describeCase, expand, golden, type Group } from './cases';

const groups = golden<readonly Group[]>('cases');
const lines = golden<readonly (readonly string[])[]>('layers');

describe('shapes and weights are those of Keras', () => {
  groups.forEach((group, i) => {
    it(`${group.type}, group ${i + 1}${group.stricter ? `: refused, because ${group.stricter}` : ''}`, () => {
      const cases = expand(group);
      expect(cases.length).toBe(lines[i]?.length);
      const differing = cases.flatMap((one, j) => {
        const { line, reason } = describeCase(one);
        const wanted = group.stricter === undefined ? lines[i]?.[j] : '!';
        return line === wanted ? [] : [{ case: JSON.stringify(one), keras: lines[i]?.[j], layerwise: line, reason }];
      });
      expect(differing).toEqual([]);
      // The sum that people are shown comes to the number of parameters.
      for (const one of cases) {
        const { line, made } = describeCase(one);
        if (made) expect(sumOf(made.arithmetic ?? '0'), made.arithmetic).toBe(parametersIn(line));
      }
    });
  });
});

const parametersIn = (line: string): number => (line.split('|')[2] ?? '').split(' ').reduce((sum, count) => sum + Number(count), 0);

/** Value of a sum as Layerwise writes it: `2 × (4 × ((3 + 4) × 4 + 4))`. */
function sumOf(arithmetic: string): number {
  const tokens = arithmetic.replaceAll(',', '').match(/\d+|[+×()]/g) ?? [];
  const sum = (): number => {
    let value = product();
    while (tokens[0] === '+') {
      tokens.shift();
      value += product();
    }
    return value;
  };
  const product = (): number => {
    let value = factor();
    while (tokens[0] === '×') {
      tokens.shift();
      value *= factor();
    }
    return value;
  };
  const factor = (): number => {
    const token = tokens.shift();
    if (token !== '(') return Number(token);
    const value = sum();
    tokens.shift();
    return value;
  };
  return sum();
}
