import { CommanderError } from 'commander';
import { complaint, processOutput } from './print';
import { makeProgram } from './program';

// A reader that has seen enough (`layerwise check … | head`) is no error; 141 is what a shell shows for SIGPIPE.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 141 : 1));

const output = processOutput();

async function run(): Promise<number> {
  let code = 0;
  try {
    await makeProgram(output, (result) => (code = result)).parseAsync();
    return code;
  } catch (error) {
    // Commander has said already what is wrong with the command line.
    if (error instanceof CommanderError) return error.exitCode;
    output.complain(complaint(error));
    return 1;
  }
}

// The runtime's threads would keep the process alive: it ends once all that was printed is out.
void run().then((code) => process.stdout.write('', () => process.exit(code)));
