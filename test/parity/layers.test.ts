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
    });
  });
});
