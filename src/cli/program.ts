import { Command, InvalidArgumentError, Option } from 'commander';
import { EXPORT_FORMATS, type ExportFormatId } from '../protocol/modelExport';
import { WEIGHTS_FORMATS, type WeightsFormat } from '../protocol/weightsExport';
import { layerwiseVersion } from '../trainer/version';
import { bench } from './bench';
import type { BenchOptions } from './bench';
import { runEngine } from './bench/child';
import { ENGINE_COMMAND } from './bench/engineCommand';
import { ENGINES } from './bench/engines';
import { MODELS, OPTIMIZERS } from './bench/models';
import { check, type CheckOptions } from './check';
import { readDesignFile, requireSound } from './designFile';
import { diff, gitDiff, orTrouble } from './diff';
import type { DiffOptions } from './diff';
import { doctor } from './doctor';
import type { DoctorOptions } from './doctor';
import { evaluate } from './evaluate';
import type { EvaluateOptions } from './evaluate';
import { exportModel } from './exportModel';
import type { ExportModelOptions } from './exportModel';
import { exportProgram } from './exportProgram';
import { requireEnding } from './requireEnding';
import { exportWeights } from './exportWeights';
import { IMPORT_COMMAND, importModel, runImport } from './importModel';
import type { ImportOptions } from './importModel';
import { inputFiles, predict } from './predict';
import type { PredictOptions } from './predict';
import { findRate } from './findRate';
import type { FindRateOptions } from './findRate';
import type { Output } from './print';
import { listOf, oneOf, rate, seconds, wholeNumber } from './readNumber';
import { setUp } from './setUp';
import type { SetUpOptions } from './setUp';
import { summary } from './summary';
import { resume, train } from './train';
import type { ResumeOptions, TrainOptions } from './train';

interface JsonOption {
  readonly json?: boolean;
}

/** Those that need no browser: a PNG file does. */
const EXPORTS: readonly string[] = [...WEIGHTS_FORMATS, ...EXPORT_FORMATS.map(({ id }) => id).filter((id) => id !== 'png')];
/** One of these; who asks for a PNG file is told where there is one. */
function exportFormat(value: string): string {
  if (EXPORTS.includes(value)) return value;
  throw new InvalidArgumentError(
    value === 'png'
      ? 'The letters of a PNG file are drawn by a browser: take svg, or Layerwise: Export Model in the editor.'
      : `Allowed choices are ${EXPORTS.join(', ')}.`,
  );
}
type ExportOptions = Omit<ExportModelOptions, 'to'> & { readonly to: ExportFormatId | WeightsFormat };

/** The commands of the terminal. `finish` is told the exit code of the one that ran. */
export function makeProgram(output: Output, finish: (code: number) => void): Command {
  const program = new Command('layerwise')
    .description('Neural networks as text files: shapes, parameters, problems and training.')
    .version(layerwiseVersion())
    .showHelpAfterError('(layerwise --help lists the commands and options)')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'layerwise: ')) })
    .exitOverride();
  const command = (usage: string, description: string) => program.command(usage).description(description).copyInheritedSettings(program);

  command('summary <design>', "print the model's layers with shapes and parameters, as Keras's summary() does")
    .option('--costs', 'and what each layer and the model cost: multiply-adds, memory, receptive fields')
    .option('--json', 'print JSON')
    .action(async (name: string, options: JsonOption & { readonly costs?: boolean }) => {
      const design = await readDesignFile(name);
      requireSound(design);
      summary(design.analysis, options, output);
    });

  command('check <design>', 'print the problems of a design; exit code 1 where there are errors')
    .option('--dry-run', 'take a step on random samples, and tell its memory and time beside the estimate')
    .addOption(runtime('what computes that step (default: auto, the fastest)'))
    .addOption(tensorflow())
    .addOption(python())
    .option('--json', 'print JSON: the problems; with --dry-run { problems, step }')
    .action(async (name: string, options: CheckOptions) => finish(await check(await readDesignFile(name), options, output)));

  command(
    'diff <before> <after>',
    'print what two designs differ in; exit code 0 where nothing does, 1 where something does, 2 for trouble',
  )
    .option('--json', 'print JSON')
    .option('--markdown', 'print Markdown, for a comment on a change')
    .action(async (before: string, after: string, options: DiffOptions) =>
      finish(await orTrouble(() => diff(before, after, options, output), output)),
    );

  command(
    'git-diff <path> [before] [hash] [mode] [after] [rest...]',
    "the same as git's external diff: `git config diff.layerwise.command 'layerwise git-diff'`",
  ).action(async (path: string, before?: string, _hash?: string, _mode?: string, after?: string) =>
    finish(await orTrouble(() => gitDiff(path, before, after, output), output)),
  );

  command('train <design>', 'train a design; Ctrl-C stops and saves')
    .addOption(runtime().default('auto'))
    .addOption(tensorflow())
    .addOption(python())
    .option('--epochs <n>', "epochs, in place of the design's", wholeNumber(1))
    .option('--limit <n>', 'use at most so many training samples', wholeNumber(1))
    .option('--seed <n>', "seed of all random numbers, in place of the design's", wholeNumber(0))
    .option('--memory-limit <mb>', "end the run where it holds more memory (default: nine tenths of the machine's)", wholeNumber(1))
    .addOption(checkpointEvery())
    .option('--weights-from <run>', 'begin with the weights of a run, of the last run of a design of that name, or of a file')
    .option('--out <folder>', 'folder of the run (default: a new one in .layerwise/runs)')
    .option('--json', 'print one event a line as JSON; the last is of type finished, stopped or failed')
    .action(async (name: string, options: TrainOptions) => finish(await train(await readDesignFile(name), options, output)));

  command('resume <run>', 'go on with a run that was cut off or stopped, to the same weights as if it had not been')
    .addOption(runtime('what computes (default: what the run was on)'))
    .addOption(tensorflow())
    .addOption(python())
    .option('--epochs <n>', 'so many in all, in place of those that the run was begun with', wholeNumber(1))
    .option('--design <file>', 'go on with this design: another learning rate, batch size, dropout or freezing than before')
    .option('--memory-limit <mb>', "end the run where it holds more memory (default: nine tenths of the machine's)", wholeNumber(1))
    .addOption(checkpointEvery())
    .option('--json', 'print one event a line as JSON; the last is of type finished, stopped or failed')
    .action(async (run: string, options: ResumeOptions) => finish(await resume(run, options, output)));

  command('lr-find <design>', 'try learning rates on a design, each step a larger one, and tell which is good')
    .addOption(runtime().default('auto'))
    .addOption(tensorflow())
    .addOption(python())
    .option('--min <rate>', 'the first rate (default: 1e-6)', rate)
    .option('--max <rate>', 'the last rate, where the loss has not climbed before (default: 10)', rate)
    .option('--steps <n>', 'so many steps at most (default: 200)', wholeNumber(20))
    .option('--limit <n>', 'use at most so many training samples', wholeNumber(1))
    .option('--seed <n>', "seed of all random numbers, in place of the design's", wholeNumber(0))
    .option('--json', 'print JSON: the suggestion, the rate of the lowest loss, and all steps')
    .action(async (name: string, options: FindRateOptions) => findRate(await readDesignFile(name), options, output));

  command('evaluate <run>', "measure a run's best weights on the test part of its data; a design's name stands for its last run")
    .option('--by-class', 'and precision, recall and F1 of each class, and which class is taken for which')
    .option('--monte-carlo <n>', 'by class, with the mean of so many passes with dropout at work', wholeNumber(1))
    .addOption(checkpoint())
    .addOption(runtime().default('auto'))
    .addOption(tensorflow())
    .addOption(python())
    .option('--json', 'print JSON; by class the counts of who was taken for whom are in it')
    .action((folder: string, options: EvaluateOptions) => evaluate(folder, options, output));

  command('predict <run>', "compute a run's model, or a design with the weights that it names, for samples of your own")
    .requiredOption(
      '--inputs <file>',
      "samples as training takes them: IDX, NPY, or an array of an archive ('arrays.npz#x_test'); several Input layers: left=a.npy, again for each",
      inputFiles,
    )
    .option('--limit <n>', 'use at most so many samples, the first ones', wholeNumber(1))
    .option('--monte-carlo <n>', 'so many passes with dropout at work: their mean and standard deviation', wholeNumber(1))
    .option('--seed <n>', "seed of dropout (default: the run's)", wholeNumber(0))
    .addOption(checkpoint())
    .addOption(runtime().default('auto'))
    .addOption(tensorflow())
    .addOption(python())
    .option('--json', 'print JSON: outputs, or mean and std')
    .action((run: string, options: PredictOptions) => predict(run, options, output));

  command(
    'import <file>',
    'make a design of a model of another program: .keras, .h5, model.to_json(), model.json of TensorFlow.js, or .onnx',
  )
    .option('-o, --output <design>', "the design (default: the file's name with .layerwise.json, in this folder); weights go beside it")
    .option('--force', 'replace what is there already')
    .option('--json', 'print JSON: layers, parameters, unknown layers, notes')
    .action((file: string, options: ImportOptions) => importModel(file, options, output));

  command('export <source>', 'write a design, or the model of a run, for other programs: all of it, or its weights alone')
    .addOption(new Option('--to <format>', 'what to write').choices(EXPORTS).argParser(exportFormat).makeOptionMandatory())
    .option(
      '-o, --output <file>',
      'the file or folder (default: the name of the source with another ending, in this folder; a text is printed)',
    )
    .addOption(checkpoint())
    .addOption(new Option('--theme <name>', 'colours of a picture (default: light)').choices(['light', 'dark']))
    .option('--unfold', 'draw the layers of blocks in a picture')
    .addOption(tensorflow())
    .addOption(python())
    .option('--force', 'replace the file where it is there already')
    .option('--json', 'print JSON')
    .action(async (source: string, { to, ...options }: ExportOptions) => {
      requireEnding(to, options.output);
      if (to === 'weights.h5' || to === 'safetensors') return exportWeights(source, { ...options, to }, output);
      if (to === 'keras' && source.endsWith('.json')) return exportProgram(await readDesignFile(source), options, output);
      return exportModel(source, { ...options, to }, output);
    });

  command('doctor', 'tell what training can use on this machine')
    .addOption(tensorflow())
    .addOption(python())
    .option('--json', 'print JSON')
    .action(async (options: DoctorOptions) => finish(await doctor(options, output)));

  command('setup', 'set up TensorFlow for training: an environment of Python with it; Ctrl-C takes it back')
    .option('--cuda', "with NVIDIA's libraries, for computing on a GPU")
    .option('--python <interpreter>', 'the Python to make the environment with (default: a fitting one on PATH)')
    .option('--folder <folder>', "where the environment goes (default: Layerwise's own folder)")
    .option('--json', 'print one step a line as JSON; the last is of type finished')
    .action(async (options: SetUpOptions) => finish(await setUp(options, output)));

  command('bench [design]', 'measure how fast models train here, on our runtimes and on others, in turns')
    .option('--models <list>', `nets that Layerwise has: ${MODELS.join(',')}`, listOf(oneOf(MODELS)))
    .option('--batch <list>', "batch sizes (default: 32,128, or the design's own)", listOf(wholeNumber(1)))
    .option('--optimizers <list>', `${OPTIMIZERS.join(',')} (default: all, or the design's own)`, listOf(oneOf(OPTIMIZERS)))
    .option('--engines <list>', `what trains: ${ENGINES.join(',')}`, listOf(oneOf(ENGINES)))
    .option('--rounds <n>', 'turns of each engine; the median counts', wholeNumber(1), 5)
    .option('--seconds <s>', 'about how long a turn lasts', seconds, 2)
    .option('--python <interpreter>', "Python with Keras; also where our runtime finds Python's TensorFlow")
    .option('--json', 'print JSON')
    .action(async (name: string | undefined, options: BenchOptions) =>
      finish(await bench(name === undefined ? undefined : await readDesignFile(name), options, output)),
    );

  program.command(IMPORT_COMMAND, { hidden: true }).copyInheritedSettings(program).action(runImport);
  program.command(ENGINE_COMMAND, { hidden: true }).copyInheritedSettings(program).action(runEngine);

  return program;
}

const runtime = (description = 'what computes; auto takes the fastest') =>
  new Option('--runtime <name>', description).choices(['auto', 'tensorflow', 'wasm', 'cpu']);
const checkpoint = () => new Option('--checkpoint <which>', 'which weights (default: the best)').choices(['best', 'last']);
const checkpointEvery = () =>
  new Option(
    '--checkpoint-every <s>',
    'seconds between two checkpoints to resume from (default: 30); there is one at each epoch too',
  ).argParser(seconds);
const tensorflow = () =>
  new Option('--tensorflow <folder>', "TensorFlow's folder: with npm's tfjs-node, an environment of Python, or its package");
const python = () => new Option('--python <interpreter>', 'the Python whose TensorFlow computes');
