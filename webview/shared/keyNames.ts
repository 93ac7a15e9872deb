// What keys are called where the page is shown: on a Mac by their signs, as in VS Code's menus.
const onMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Macintosh');
const signs: Readonly<Record<string, string>> = { Ctrl: '⌘', Shift: '⇧', Alt: '⌥' };

/** `Ctrl+Shift+X`, on a Mac `⇧⌘X`; the Ctrl of others is its ⌘. */
export function keyName(...keys: readonly string[]): string {
  if (!onMac) return keys.join('+');
  const order = ['Alt', 'Shift', 'Ctrl'];
  const named = keys.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  return [...named.filter((key) => key in signs).map((key) => signs[key]), ...keys.filter((key) => !(key in signs))].join('');
}
