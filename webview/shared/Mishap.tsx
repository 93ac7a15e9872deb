import * as l10n from '@vscode/l10n';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './controls';
import { Icon } from './icons';
import { withParts } from './withParts';

interface MishapProps {
  /** What it is around: `The inspector`. */
  readonly what: string;
  /** Beside `mishap`: so that the box stands where the part stood. */
  readonly className?: string;
  /** Where this is another one, it is tried again. */
  readonly again: unknown;
  readonly openAsText?: () => void;
  readonly children: ReactNode;
}

interface MishapState {
  readonly error?: Error;
  readonly again: unknown;
}

/** A fault of ours while something is drawn is said in its place: the rest of the page stays, and so does the person's text. */
export class Mishap extends Component<MishapProps, MishapState> {
  override state: MishapState = { again: this.props.again };

  static getDerivedStateFromError(thrown: unknown): Partial<MishapState> {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  static getDerivedStateFromProps({ again }: MishapProps, state: MishapState): MishapState | null {
    return again === state.again ? null : { again, error: undefined };
  }

  override componentDidCatch(error: Error, { componentStack }: ErrorInfo): void {
    console.error(`Layerwise: ${this.props.what} could not be drawn.`, error, componentStack);
  }

  override render(): ReactNode {
    const { what, className = '', openAsText, children } = this.props;
    const { error } = this.state;
    if (!error) return children;
    return (
      <div className={`mishap ${className}`} role="alert">
        <Icon name="error" className="err" />
        <p>
          {withParts(
            l10n.t('{0} The file is as it was, and it is drawn again when the file changes. Layerwise is at fault: {1}'),
            <b>{l10n.t`${what} cannot be drawn.`}</b>,
            <code>{error.message}</code>,
          )}
        </p>
        {openAsText && (
          <Button kind="secondary" onClick={openAsText}>
            {l10n.t('Open as text')}
          </Button>
        )}
        <Button kind="secondary" onClick={() => this.setState({ error: undefined })}>
          {l10n.t('Try again')}
        </Button>
      </div>
    );
  }
}
