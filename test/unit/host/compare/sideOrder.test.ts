import { expect, test } from 'vitest';
import { beforeOf, stateOf, type Standing } from '../../../../src/host/compare/sideOrder';

const file = (name = 'a.layerwise.json'): Standing => ({ scheme: 'file', path: `/w/${name}`, query: '' });
const git = (ref: string, name = 'a.layerwise.json'): Standing => ({
  scheme: 'git',
  path: `/w/${name}`,
  query: JSON.stringify({ path: `/w/${name}`, ref }),
});
const [one, two] = ['1234567890123456789012345678901234567890', 'abcdef0123abcdef0123abcdef0123abcdef0123'];
const label = 'a.layerwise.json (Working Tree)';

test.each([
  ['the index and the file', git('~'), file(), label],
  ['a commit and the index', git('HEAD'), git(''), 'a.layerwise.json (Index)'],
  ['a commit and the file', git('HEAD'), file(), label],
  ['a commit and its parent', git(`${two}^`), git(two), 'a.layerwise.json (abcdef01)'],
  ['two commits that the tab names', git(one), git(two), 'a.layerwise.json (12345678) ↔ a.layerwise.json (abcdef01)'],
  ['two files that the tab names', file('z.layerwise.json'), file('b.layerwise.json'), 'z.layerwise.json ↔ b.layerwise.json'],
  ['another extension’s version and the file', { scheme: 'gitlens', path: '/w/a.layerwise.json', query: '' }, file(), label],
] as const)('%s stand in this order, whichever is asked for first', (_, before, after, tab) => {
  expect(beforeOf(before, after, tab)).toBe(0);
  expect(beforeOf(after, before, tab)).toBe(1);
});

test('where nothing tells, the first that is asked for is before', () => {
  expect(beforeOf(git(one), git(two), 'a.layerwise.json')).toBe(0);
  expect(beforeOf({ scheme: 'git', path: '/a', query: 'no json' }, { scheme: 'git', path: '/a', query: '' }, '')).toBe(0);
});

test('states have the names that people use', () => {
  expect([file(), git('HEAD'), git(''), git('~'), git(one), git(`${two}^`)].map(stateOf)).toEqual([undefined, 'HEAD', 'staged', 'before these changes', '12345678', 'abcdef01^']); // prettier-ignore
});
