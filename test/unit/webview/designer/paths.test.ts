import { describe, expect, it } from 'vitest';
import { pathsThrough } from '../../../../webview/designer/graph/paths';

const edges = (...pairs: string[]) => pairs.map((pair) => ({ from: pair[0]!, to: pair[1]!, input: 0 }));
const through = (layers: string[], ...pairs: string[]) => [...pathsThrough(edges(...pairs), layers)].sort().join('');

describe('paths through layers', () => {
  const fork = ['ab', 'ac', 'bd', 'cd', 'de'];
  it('are all before and all after, and nothing beside', () => {
    expect(through(['b'], ...fork)).toBe('abde');
    expect(through(['a'], ...fork)).toBe('abcde');
    expect(through(['e'], ...fork)).toBe('abcde');
    expect(through(['b', 'c'], ...fork)).toBe('abcde');
    expect(through(['x'], ...fork)).toBe('x');
  });
  it('end in a graph that goes round', () => {
    expect(through(['a'], 'ab', 'ba', 'cd')).toBe('ab');
  });
  it('are worked out once for all who ask', () => {
    const [one, layers] = [edges(...fork) as never, ['b']];
    expect(pathsThrough(one, layers)).toBe(pathsThrough(one, layers));
    expect([...pathsThrough(one, ['c'])]).not.toContain('b');
  });
});
