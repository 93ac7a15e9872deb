// The only module that knows which control kit is used. The kit is archived upstream: replacing it means rewriting this file.
import {
  Button as KitButton,
  Checkbox as KitCheckbox,
  provideVSCodeDesignSystem,
  TextField as KitTextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { createElement, type FocusEvent, type KeyboardEvent, type MouseEvent, type ReactElement, type ReactNode, type Ref } from 'react';

// The kit calls each of them "Text field" or "Checkbox" when it comes into the page, whatever name it has.
for (const { prototype } of [KitTextField, KitCheckbox]) {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on the element
  const connected = prototype.connectedCallback;
  prototype.connectedCallback = function (this: HTMLElement): void {
    const name = this.getAttribute('aria-label');
    connected.call(this);
    if (name !== null) this.setAttribute('aria-label', name);
  };
}

// The kit calls a button without a box "Icon Button", also where it has a text to be called by.
// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on the element
const changed = KitButton.prototype.attributeChangedCallback;
KitButton.prototype.attributeChangedCallback = function (this: KitButton, name: string, before: string, now: string): void {
  if (name !== 'appearance') changed.call(this, name, before, now);
};

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeTextField());

interface Common {
  readonly className?: string;
  readonly title?: string;
  readonly 'aria-label'?: string;
  readonly disabled?: boolean;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
}

export interface ButtonProps extends Common {
  readonly kind?: 'primary' | 'secondary' | 'plain' | 'icon';
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly popup?: 'menu' | 'listbox' | 'dialog';
  readonly onClick?: (event: MouseEvent<HTMLElement>) => void;
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLElement>;
}

/** On a custom element React writes a boolean as an attribute without value, which says nothing to ARIA. */
const flag = (value: boolean | undefined): 'true' | 'false' | undefined => (value === undefined ? undefined : value ? 'true' : 'false');

/** `plain` is text without a box, `icon` a square with a picture: that one needs an `aria-label`. */
export function Button({
  kind = 'plain',
  className = '',
  pressed,
  expanded,
  popup,
  disabled,
  children,
  ...rest
}: ButtonProps): ReactElement {
  const appearance = kind === 'primary' || kind === 'secondary' ? kind : 'icon';
  return createElement(
    'vscode-button',
    {
      ...rest,
      appearance,
      class: `btn ${kind} ${className}`,
      disabled: disabled === true,
      'aria-pressed': flag(pressed),
      'aria-expanded': flag(expanded),
      'aria-haspopup': popup,
    },
    children,
  );
}

export interface TextFieldProps extends Common {
  readonly value: string;
  readonly placeholder?: string;
  readonly readOnly?: boolean;
  readonly invalid?: boolean;
  readonly onInput?: (value: string) => void;
  readonly onFocus?: (event: FocusEvent<HTMLElement>) => void;
  readonly onBlur?: (event: FocusEvent<HTMLElement>) => void;
  readonly ref?: Ref<HTMLElement>;
}

export function TextField({ className = '', invalid, onInput, onKeyDown, readOnly, disabled, ...rest }: TextFieldProps): ReactElement {
  const keyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // VS Code hears it too and selects all once more, a moment later: what was typed since would be overwritten.
    if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) event.stopPropagation();
    onKeyDown?.(event);
  };
  const input = (event: { currentTarget: EventTarget }): void => onInput?.((event.currentTarget as HTMLInputElement).value);
  return createElement('vscode-text-field', {
    ...rest,
    class: `text ${invalid ? 'invalid' : ''} ${className}`,
    readOnly: readOnly === true,
    disabled: disabled === true,
    'aria-invalid': invalid ? 'true' : undefined,
    onInput: input,
    onKeyDown: keyDown,
  });
}

export interface CheckboxProps extends Common {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Checkbox({ checked, onChange, className = '', disabled, ...rest }: CheckboxProps): ReactElement {
  // The kit flips the box by itself, also when it is only set from outside: tell that apart by comparing.
  const change = (event: { currentTarget: EventTarget }): void => {
    const now = (event.currentTarget as HTMLInputElement).checked;
    if (now !== checked) onChange(now);
  };
  return createElement('vscode-checkbox', { ...rest, class: `check ${className}`, checked, disabled: disabled === true, onChange: change });
}
