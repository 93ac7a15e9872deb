import { Failure } from './failure';

const REASONS: { readonly [code: string]: string } = {
  ENOENT: 'There is no such file or folder.',
  ENOTDIR: 'A part of its path is a file, not a folder.',
  EEXIST: 'There is a file of that name.',
  EISDIR: 'It is a folder, not a file.',
  EACCES: 'Permission was denied.',
  EPERM: 'The system does not permit it.',
  EROFS: 'The file system is read-only.',
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk quota is used up.',
  EMFILE: 'Too many files are open.',
  ENAMETOOLONG: 'The path is too long.',
  ELOOP: 'Its symbolic links lead in a circle.',
};

/** Why the file system refused, as a sentence; `undefined` where the error is not of the file system. */
export function fileReason(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  return REASONS[String(error.code)] ?? `${error.message}.`;
}

/** A `Failure` for an error of the file system, the error itself for any other. `message` names the file. */
export function fileFailure(error: unknown, message: string, next?: string): unknown {
  const reason = fileReason(error);
  return reason ? new Failure(message, { reason, next }) : error;
}

/**
 * The same for a file that a run under way writes: its newest checkpoint stays, and it can go on from there.
 * @param next what to do where the disk is not full and the folder is where it was
 */
export function runFileFailure(
  error: unknown,
  message: string,
  next = 'See to it that it can be written, then resume the run: it goes on from its newest checkpoint.',
): unknown {
  if (isFull(error)) return fileFailure(error, message, 'Make room, then resume the run: it goes on from its newest checkpoint.');
  const gone = codeOf(error) === 'ENOENT';
  return fileFailure(
    error,
    message,
    gone ? 'The folder of a run has to stay where it is while it trains. Where it was moved, resume the run there.' : next,
  );
}

/** Whether it is for want of room that something could not be written. */
export const isFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(codeOf(error));

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';
