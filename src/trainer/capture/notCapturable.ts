/** A step that must not be replayed; the message says why, for the log. */
export class NotCapturable extends Error {
  override readonly name = 'NotCapturable';
}
