import * as l10n from '@vscode/l10n';

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

/** What is wanted of the design: training keeps a run, a measurement or a look at its data nothing. */
export type Purpose = 'train' | 'measure' | 'look';

/** Why it won't start, and the way out; `undefined` where it can. */
export function whyNot({ trusted, scheme, hasFolder }: Place, purpose: Purpose = 'train'): Obstacle | undefined {
  if (!trusted) return { message: untrusted(purpose), way: 'trust' };
  if (scheme === 'file' || (scheme === 'untitled' && hasFolder)) return undefined;
  if (scheme === 'untitled') return { message: unsaved(purpose), way: 'save' };
  return { message: elsewhere(purpose, scheme), way: 'save' };
}

function untrusted(purpose: Purpose): string {
  switch (purpose) {
    case 'train':
      return l10n.t(
        'Training starts a process and reads the data files that the design names, so it needs a trusted workspace. The designer works without.',
      );
    case 'measure':
      return l10n.t('Measuring starts a process, so it needs a trusted workspace. The designer works without.');
    case 'look':
      return l10n.t('Looking at data and weights reads the files that the design names, so it needs a trusted workspace.');
  }
}

function unsaved(purpose: Purpose): string {
  return purpose === 'train'
    ? l10n.t('Save the design first: its training runs are kept beside it.')
    : l10n.t('Save the design first: the files that it names are looked for beside it.');
}

function elsewhere(purpose: Purpose, scheme: string): string {
  return purpose === 'train'
    ? l10n.t`Training needs the design and its data on disk, and this one is on "${scheme}". Save a copy on this machine and train that.`
    : l10n.t`This needs the design and its data on disk, and this one is on "${scheme}". Save a copy on this machine and open that.`;
}
