import { describe, expect, it } from 'vitest';
import { isOn, pathsThrough } from '../../../../webview/designer/graph/paths';

const edges = (...pairs: string[]) => pairs.map((pair) => ({ from: pair[0]!, to: pair[1]!, input: 0 }));
const through = (layers: string[], ...pairs: string[]) => {
  const { before, after } = pathsThrough(edges(...pairs), layers);
  return [...new Set([...before, ...after])].sort().join('');
};

describe('paths through layers', () => {
  const fork = ['ab', 'ac', 'bd', 'cd', 'de'];
  it('are all before and all after, and nothing beside', () => {
    expect(through(['b'], ...fork)).toBe('abde');
    expect(through(['a'], ...fork)).toBe('abcde');
    expect(through(['e'], ...fork)).toBe('abcde');
    expect(through(['b', 'c'], ...fork)).toBe('abcde');
    expect(through(['x'], ...fork)).toBe('x');
  });
  it('leave out what leads around the layer, though both of its ends are on one', () => {
    const paths = pathsThrough(edges('ab', 'bc', 'ac'), ['b']);
    expect([isOn(paths, 'a', 'b'), isOn(paths, 'b', 'c'), isOn(paths, 'a', 'c')]).toEqual([true, true, false]);
    expect(isOn(paths, 'a') && isOn(paths, 'c')).toBe(true);
  });
  it('end in a graph that goes round', () => {
    expect(through(['a'], 'ab', 'ba', 'cd')).toBe('ab');
  });
  it('are worked out once for all who ask', () => {
    const [one, layers] = [edges(...fork), ['b']];
    expect(pathsThrough(one, layers)).toBe(pathsThrough(one, layers));
    expect(isOn(pathsThrough(one, ['c']), 'b')).toBe(false);
  });
});
