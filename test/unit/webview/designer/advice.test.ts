import { expect, it } from 'vitest';
import { advised, emptySession, told } from '../../../../webview/designer/state/session';
import { dense, input, textOf } from './designs';

const text = textOf(input('x', 4), dense('h', 8, { activation: 'relu' }), dense('y', 1));
const codes = (session: typeof emptySession) => session.shown.diagnostics.map(({ code }) => code);

it('the designer shows advice, and what nobody wants no longer', () => {
  const session = told(emptySession, text);
  expect(codes(session)).toEqual(['init.relu-needs-he']);
  const quiet = advised(session, ['init.relu-needs-he']);
  expect(codes(quiet)).toEqual([]);
  expect(codes(told(quiet, `${text} `))).toEqual([]);
  expect(codes(advised(quiet, []))).toEqual(['init.relu-needs-he']);
});

it('what is not wanted is known before the text is', () => {
  const session = advised(emptySession, ['init.relu-needs-he']);
  expect(session.open).toBe(false);
  expect(codes(told(session, text))).toEqual([]);
});
