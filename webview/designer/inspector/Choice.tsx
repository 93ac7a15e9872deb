import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { Icon } from '../../shared/icons';
import { useOwnState } from './subject';
import { useListPlace } from './useListPlace';

export interface Option {
  readonly id: string;
  readonly text: string;
  readonly detail?: string;
  readonly picture?: ReactNode;
  /** Whether it fits what it is chosen for; those stand first, marked. */
  readonly fits?: boolean;
}

interface ChoiceProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string;
  /** Shown where the value is none of the options. */
  readonly fallback?: string;
  readonly dim?: boolean;
  readonly invalid?: boolean;
  readonly disabled?: boolean;
  readonly onChoose: (id: string) => void;
  /** While the list is open: the option that would be chosen; `undefined` when it closes without. */
  readonly onMark?: (id: string | undefined) => void;
}

const ROW = 22;
const TALLEST = 14;
/** Room for a line of help behind each option, in CSS pixels. */
const WIDE = 420;
const TYPE_PAUSE = 700;

/** A drop-down whose options can have a picture and a line of help. The kit's own is cut off by what scrolls around it. */
export function Choice({ label, options, value, fallback, dim, invalid, disabled, onChoose, onMark }: ChoiceProps): ReactElement {
  const [open, setOpen] = useOwnState(false);
  const [at, setAt] = useState(0);
  // What is marked is shown as if it were chosen, so that `value` may be that already.
  const [original, setOriginal] = useState(value);
  const button = useRef<HTMLButtonElement>(null);
  const typed = useRef({ text: '', time: 0 });
  const list = useId();
  const chosen = options.find(({ id }) => id === value);

  const show = (): void => {
    if (disabled) return;
    setOriginal(value);
    setAt(
      Math.max(
        0,
        options.findIndex(({ id }) => id === value),
      ),
    );
    setOpen(true);
  };
  const close = (): void => {
    setOpen(false);
    onMark?.(undefined);
  };
  const choose = (option: Option | undefined): void => {
    setOpen(false);
    if (option && option.id !== original) onChoose(option.id);
    else onMark?.(undefined);
  };
  const mark = (index: number): void => {
    const bounded = Math.max(0, Math.min(options.length - 1, index));
    setAt(bounded);
    onMark?.(options[bounded]?.id);
  };
  const typeAhead = (letter: string): void => {
    const now = Date.now();
    typed.current = { text: now - typed.current.time > TYPE_PAUSE ? letter : typed.current.text + letter, time: now };
    const start = typed.current.text.length === 1 ? at + 1 : at;
    const found = [...options.keys()]
      .map((i) => (i + start) % options.length)
      .find((i) => options[i]?.text.toLowerCase().startsWith(typed.current.text.toLowerCase()));
    if (found === undefined) return;
    if (!open) show();
    mark(found);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (!open) {
      if (key === 'Enter' || key === ' ' || key === 'ArrowDown' || key === 'ArrowUp') show();
      else if (key.length === 1 && !ctrlKey && !metaKey && !altKey) typeAhead(key);
      else return;
    } else if (key === 'ArrowDown') mark(at + 1);
    else if (key === 'ArrowUp') mark(at - 1);
    else if (key === 'Home') mark(0);
    else if (key === 'End') mark(options.length - 1);
    else if (key === 'Enter' || key === ' ') choose(options[at]);
    else if (key === 'Escape') close();
    else if (key === 'Tab') return choose(options[at]);
    else if (key.length === 1 && !ctrlKey && !metaKey) typeAhead(key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`field drop choice ${dim ? 'none' : ''} ${invalid ? 'invalid' : ''}`}
        role="combobox"
        aria-label={label}
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={open ? list : undefined}
        aria-activedescendant={open ? `${list}-${at}` : undefined}
        disabled={disabled}
        onClick={() => (open ? close() : show())}
        onKeyDown={onKeyDown}
        onBlur={() => open && close()}
      >
        {chosen?.picture}
        <span className="value">{chosen?.text ?? fallback ?? value}</span>
      </button>
      {open && (
        <ChoiceList id={list} label={label} options={options} at={at} chosen={original} anchor={button} onMark={mark} onChoose={choose} />
      )}
    </>
  );
}

interface ChoiceListProps {
  readonly id: string;
  readonly label: string;
  readonly options: readonly Option[];
  readonly at: number;
  readonly chosen: string;
  readonly anchor: { readonly current: HTMLElement | null };
  readonly onMark: (index: number) => void;
  readonly onChoose: (option: Option) => void;
}

function ChoiceList({ id, label, options, at, chosen, anchor, onMark, onChoose }: ChoiceListProps): ReactElement {
  const rows = useRef<HTMLDivElement>(null);
  const style = useListPlace(anchor, {
    height: Math.min(options.length, TALLEST) * ROW + 10,
    width: options.some(({ detail }) => detail !== undefined) ? WIDE : 0,
  });
  useEffect(() => {
    rows.current?.querySelector('.on')?.scrollIntoView({ block: 'nearest' });
  }, [at, style]);
  const pictured = options.some(({ picture }) => picture !== undefined);
  const fitting = options.some(({ fits }) => fits);
  return createPortal(
    <div ref={rows} className="choices" id={id} role="listbox" aria-label={label} style={style}>
      {options.map((option, i) => (
        <div
          key={option.id}
          id={`${id}-${i}`}
          role="option"
          aria-selected={option.id === chosen}
          className={`row ${i === at ? 'on' : ''}`}
          onPointerMove={() => i !== at && onMark(i)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(option)}
        >
          {pictured && <span className="picture">{option.picture}</span>}
          {fitting && <span className="picture">{option.fits && <Icon name="check" />}</span>}
          <span className="word">{option.text}</span>
          <span className="dim small detail">{option.detail}</span>
        </div>
      ))}
    </div>,
    document.querySelector('main') ?? document.body,
  );
}
