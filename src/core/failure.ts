/**
 * A problem that the person can do something about: it becomes a `failed` event, a message or a line in the terminal,
 * never a stack. Anything else that is thrown is a fault of ours.
 */
export class Failure extends Error {
  override readonly name = 'Failure';

  /** `message`: what went wrong, with the place. `reason`: why. `next`: what to do about it. Each a sentence or two. */
  constructor(
    message: string,
    readonly details: { readonly reason?: string; readonly next?: string } = {},
  ) {
    super(message);
  }
}
