/** What decides whether a design can be trained where it is. */
export interface Place {
  readonly trusted: boolean;
  /** Of the document's address: `file`, `untitled`, or that of some other file system. */
  readonly scheme: string;
  /** A folder on disk that runs can be kept in, for a design that is not saved. */
  readonly hasFolder: boolean;
}

export interface Obstacle {
  readonly message: string;
  readonly way: 'trust' | 'save';
}

/** Why training won't start, and the way out; `undefined` where it can. */
export function whyNot({ trusted, scheme, hasFolder }: Place): Obstacle | undefined {
  if (!trusted) {
    const message =
      'Training starts a process and reads the data files that the design names, so it needs a trusted workspace. The designer works without.';
    return { message, way: 'trust' };
  }
  if (scheme === 'file' || (scheme === 'untitled' && hasFolder)) return undefined;
  if (scheme === 'untitled') return { message: 'Save the design first: its training runs are kept beside it.', way: 'save' };
  return {
    message: `Training needs the design and its data on disk, and this one is on "${scheme}". Save a copy on this machine and train that.`,
    way: 'save',
  };
}
