import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { RunCommand } from '../../../src/protocol/training';

const COMMANDS: { readonly [key: string]: RunCommand } = { F2: 'renameRun', Delete: 'deleteRun' };

/**
 * A list of runs is one stop for the Tab key: the arrow keys go from row to row and stay on the same part of it
 * (`data-part`, with the run's id in `data-run`).
 */
export function useRowFocus<Element extends HTMLElement>(
  ids: readonly string[],
  shown: string | undefined,
  command: (run: string, command: RunCommand) => void,
) {
  const list = useRef<Element>(null);
  const [active, setActive] = useState<string>();
  const stop = active !== undefined && ids.includes(active) ? active : shown !== undefined && ids.includes(shown) ? shown : ids[0];

  const part = useRef<string>(undefined);
  const listed = useRef(ids);

  function go(to: string | undefined): void {
    setActive(to);
    const parts = [...(list.current?.querySelectorAll<HTMLElement>('[data-part]:not(:disabled)') ?? [])].filter(
      ({ dataset }) => dataset.run === to,
    );
    (parts.find(({ dataset }) => dataset.part === part.current) ?? parts[0])?.focus();
  }

  useLayoutEffect(() => {
    const place = active === undefined ? -1 : listed.current.indexOf(active);
    listed.current = ids;
    // The row that had the focus is gone: the one that has come into its place takes it.
    if (place >= 0 && !ids.includes(active!) && document.hasFocus() && document.activeElement === document.body)
      go(ids[Math.min(place, ids.length - 1)]);
  });

  function press(event: KeyboardEvent): void {
    const { part: pressed, run } = (event.target as HTMLElement).dataset;
    if (pressed === undefined) return;
    part.current = pressed;
    const asked = COMMANDS[event.key];
    if (asked && run !== undefined) {
      event.preventDefault();
      return command(run, asked);
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    go(ids[Math.min(ids.length - 1, Math.max(0, ids.indexOf(stop ?? '') + by))]);
  }

  return { list, press, focus: setActive, tabOf: (id: string): 0 | -1 => (id === stop ? 0 : -1) };
}
