import { describe, expect, it } from 'vitest';
import { graphCommand, type Key } from '../../../../webview/designer/state/keyboard';
import { neighbour, type Map2d } from '../../../../webview/designer/state/navigate';

const key = (name: string, held: Partial<Key> = {}): Key => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('keys', () => {
  it.each([
    [key('a'), 'addAfter'],
    [key('A'), 'addAfter'],
    [key('A', { shiftKey: true }), 'addBefore'],
    [key('a', { shiftKey: true }), 'addBefore'],
    [key('D'), 'duplicate'],
    [key('/', { shiftKey: true }), 'find'],
    [key('ArrowUp', { altKey: true }), 'moveUp'],
    [key('F10', { shiftKey: true }), 'menu'],
    [key('.', { ctrlKey: true }), 'fix'],
    [key('.', { metaKey: true }), 'fix'],
    [key('Backspace'), 'delete'],
    [key('F8'), 'nextProblem'],
    [key('F8', { shiftKey: true }), 'previousProblem'],
    [key('m'), 'map'],
    [key('t'), 'trace'],
  ] as const)('%o means %s', (pressed, command) => {
    expect(graphCommand(pressed)).toBe(command);
  });
  it('leaves the rest to VS Code', () => {
    for (const other of [
      key('z', { ctrlKey: true }),
      key('s', { metaKey: true }),
      key('d', { ctrlKey: true }),
      key('x'),
      key('Tab'),
      key('a', { altKey: true }),
    ])
      expect(graphCommand(other)).toBeUndefined();
  });
});

const map: Map2d = {
  nodes: ['in', 'left', 'right', 'deep', 'out', 'alone'],
  edges: [
    { from: 'in', to: 'left', input: 0 },
    { from: 'in', to: 'right', input: 0 },
    { from: 'left', to: 'deep', input: 0 },
    { from: 'deep', to: 'out', input: 0 },
    { from: 'right', to: 'out', input: 1 },
  ],
  placement: {
    in: { rank: 0, x: 0 },
    left: { rank: 1, x: -200 },
    right: { rank: 1, x: 200 },
    deep: { rank: 2, x: -200 },
    out: { rank: 3, x: 0 },
    alone: { rank: 0, x: 500 },
  },
};

describe('arrows', () => {
  it('go along the graph, to the nearest branch', () => {
    expect(neighbour(map, 'in', 'next')).toBe('left');
    expect(neighbour(map, 'right', 'next')).toBe('out');
    expect(neighbour(map, 'deep', 'previous')).toBe('left');
  });
  it('go between branches in the nearest row', () => {
    expect(neighbour(map, 'left', 'right')).toBe('right');
    expect(neighbour(map, 'right', 'left')).toBe('left');
    expect(neighbour(map, 'right', 'right')).toBe('alone');
    expect(neighbour(map, 'left', 'left')).toBeUndefined();
  });
  it('go to the first input and the last output', () => {
    expect(neighbour(map, 'deep', 'first')).toBe('in');
    expect(neighbour(map, 'in', 'last')).toBe('out');
    expect(neighbour(map, undefined, 'next')).toBe('in');
  });
  it('reach every card from any card', () => {
    const seen = new Set(['in']);
    for (const id of seen)
      for (const direction of ['next', 'previous', 'left', 'right'] as const) seen.add(neighbour(map, id, direction) ?? id);
    expect([...seen].sort()).toEqual([...map.nodes].sort());
  });
});
