/** What a key means while the graph has the focus. */
export type GraphCommand =
  | 'next'
  | 'previous'
  | 'left'
  | 'right'
  | 'first'
  | 'last'
  | 'foldAll'
  | 'unfoldAll'
  | 'extendNext'
  | 'extendPrevious'
  | 'selectAll'
  | 'edit'
  | 'leave'
  | 'addAfter'
  | 'addBefore'
  | 'delete'
  | 'duplicate'
  | 'moveUp'
  | 'moveDown'
  | 'rename'
  | 'find'
  | 'nextProblem'
  | 'previousProblem'
  | 'fix'
  | 'menu'
  | 'fit'
  | 'map'
  | 'trace'
  | 'zoomIn'
  | 'zoomOut';

export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const plain: Readonly<Record<string, GraphCommand>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
  Enter: 'edit',
  Escape: 'leave',
  a: 'addAfter',
  Delete: 'delete',
  Backspace: 'delete',
  d: 'duplicate',
  F2: 'rename',
  F8: 'nextProblem',
  '/': 'find',
  ContextMenu: 'menu',
  '1': 'fit',
  m: 'map',
  t: 'trace',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
};
const shifted: Readonly<Record<string, GraphCommand>> = {
  A: 'addBefore',
  F8: 'previousProblem',
  F10: 'menu',
  ArrowDown: 'extendNext',
  ArrowUp: 'extendPrevious',
  ArrowLeft: 'foldAll',
  ArrowRight: 'unfoldAll',
  '+': 'zoomIn',
  '/': 'find',
};
const alternate: Readonly<Record<string, GraphCommand>> = { ArrowUp: 'moveUp', ArrowDown: 'moveDown' };
const controlled: Readonly<Record<string, GraphCommand>> = { '.': 'fix', a: 'selectAll' };

export function graphCommand({ key, ctrlKey, metaKey, shiftKey, altKey }: Key): GraphCommand | undefined {
  const control = ctrlKey || metaKey;
  if (control) return altKey || shiftKey ? undefined : controlled[key];
  if (altKey) return shiftKey ? undefined : alternate[key];
  // With caps lock a letter comes in capitals without the shift key.
  const letter = key.length === 1 && /[a-z]/i.test(key) ? (shiftKey ? key.toUpperCase() : key.toLowerCase()) : key;
  return (shiftKey ? shifted : plain)[letter];
}
