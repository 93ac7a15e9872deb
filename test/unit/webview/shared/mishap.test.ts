import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { Mishap } from '../../../../webview/shared/Mishap';

// The controls of VS Code are custom elements, and without a browser there are none.
vi.mock('../../../../webview/shared/controls', () => ({
  Button: ({ children }: { readonly children?: ReactNode }) => createElement('button', {}, children),
}));

const children = createElement('p', {}, 'drawn');

it('what cannot be drawn is said in its place, and is tried again once something else is to be drawn', () => {
  const props = { what: 'The graph', again: 1, openAsText: () => undefined, children };
  const boundary = new Mishap(props);
  expect(renderToStaticMarkup(boundary.render())).toBe('<p>drawn</p>');
  boundary.state = { ...boundary.state, ...Mishap.getDerivedStateFromError(new Error('no such box')) };
  const said = renderToStaticMarkup(boundary.render());
  for (const part of ['role="alert"', 'The graph cannot be drawn.', 'no such box', 'Open as text', 'Try again'])
    expect(said).toContain(part);
  expect(Mishap.getDerivedStateFromProps(props, boundary.state)).toBeNull();
  expect(Mishap.getDerivedStateFromProps({ ...props, again: 2 }, boundary.state)).toEqual({ again: 2, error: undefined });
});
