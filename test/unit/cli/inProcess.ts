import { CommanderError } from 'commander';
import { complaint } from '../../../src/cli/print';
import { makeProgram } from '../../../src/cli/program';
import { recorder } from './recorder';

/** What a command has said. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of the terminal in this process. */
export async function layerwise(...args: string[]): Promise<Said> {
  const output = recorder();
  let code = 0;
  const program = makeProgram(output, (result) => (code = result));
  let refused = '';
  for (const command of [program, ...program.commands])
    command.configureOutput({ ...command.configureOutput(), writeErr: (text) => (refused += text) });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    code = error instanceof CommanderError ? error.exitCode : 1;
    if (!(error instanceof CommanderError)) output.complain(complaint(error));
  }
  return { code, out: output.printed.join('\n'), err: output.complained.join('\n') + refused };
}
