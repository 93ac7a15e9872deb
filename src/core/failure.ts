import type { RuntimeName } from './training/events';

/**
 * A problem that the person can do something about: it becomes a `failed` event, a message or a line in the terminal,
 * never a stack. Anything else that is thrown is a fault of ours.
 */
export class Failure extends Error {
  override readonly name = 'Failure';

  /**
   * `message`: what went wrong, with the place. `reason`: why. `next`: what to do about it. Each a sentence or two.
   * `runtime`: the one that it is the fault of; another may do.
   */
  constructor(
    message: string,
    readonly details: { readonly reason?: string; readonly next?: string; readonly runtime?: RuntimeName } = {},
  ) {
    super(message);
  }

  /** HDF5 is a bundle of its own, and so has a class of its own that is this one. What extends it is only itself. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this !== Failure) return Function.prototype[Symbol.hasInstance].call(this, value);
    return value instanceof Error && value.name === 'Failure' && 'details' in value;
  }
}

/** Any error as one paragraph: what went wrong, why, and what to do about it. */
export function inWords(error: unknown): string {
  if (!(error instanceof Failure)) return error instanceof Error ? error.message : String(error);
  const { reason, next } = error.details;
  return [error.message, reason, next].filter(Boolean).join(' ');
}
