import type { MouseEvent } from 'react';

/** Opens the menu that a right click there opens: VS Code's own, which goes by `data-vscode-context`. */
export function openMenu(event: MouseEvent<HTMLElement>): void {
  event.stopPropagation();
  const { left, bottom } = event.currentTarget.getBoundingClientRect();
  const init = { bubbles: true, cancelable: true, clientX: left, clientY: bottom };
  event.currentTarget.dispatchEvent(new window.MouseEvent('contextmenu', init));
}
