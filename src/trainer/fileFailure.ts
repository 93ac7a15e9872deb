import { Failure } from './failure';

const REASONS: { readonly [code: string]: string } = {
  ENOENT: 'There is no such file or folder.',
  ENOTDIR: 'A part of its path is a file, not a folder.',
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
