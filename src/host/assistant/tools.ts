import * as vscode from 'vscode';
import { proposal, runAnswer, summaryOf, validation, type Answer } from '../../core/assistant/answers';
import { Failure, inWords } from '../../core/failure';
import { missingForTraining, missingText } from '../../core/training/missing';
import type { Targets } from '../commands/targets';
import { advisedOf } from '../designs/advised';
import { analysisOf, designName } from '../designs/designs';
import { editable } from '../designer/designerPanel';
import { changeDocument } from '../designer/editQueue';
import { isReadonly } from '../designs/readonly';
import { train, type Training } from '../training/train';
import { whyNot } from '../training/whyNot';
import { designOf } from './designOf';
import { registerTool, toolResult, type Prepared, type ToolCall, type Tool } from './languageModels';

interface ToolContext {
  readonly targets: Targets;
  readonly training: Training;
}

interface Input {
  readonly design?: unknown;
  readonly edits?: unknown;
  readonly epochs?: unknown;
  readonly limit?: unknown;
  readonly run?: unknown;
}

/** What language models can do with designs: the same as a person, asked before something changes or runs. */
export function registerTools(context: ToolContext): vscode.Disposable {
  return vscode.Disposable.from(...Object.entries(makeTools(context)).map(([name, tool]) => registerTool(`layerwise_${name}`, tool)));
}

/** The tools by name; see package.json for what each is for. */
function makeTools({ targets, training }: ToolContext): Readonly<Record<string, Tool>> {
  const find = (input: Input) => designOf(input.design, targets);
  return {
    validateDesign: tool(async (input) => {
      const document = await find(input);
      return validation(document.getText(), advisedOf(document));
    }),
    summarizeDesign: tool(async (input) => summaryOf(analysisOf(await find(input)))),
    editDesign: tool(
      async (input) => edit(await find(input), input.edits),
      async (input) => {
        const document = await find(input);
        const proposed = proposal(document.getText(), input.edits);
        if (!proposed.ok) return undefined;
        return asked(`Change ${designName(document.uri)}?`, proposed.answer.text);
      },
    ),
    startTraining: tool(
      async (input) => start(await find(input), input, training),
      async (input) => {
        const { uri } = await find(input);
        const epochs = wholeNumber(input.epochs);
        return asked(`Train ${designName(uri)}?`, `A process is started that trains the model${epochs === undefined ? '' : ` for ${epochs} epochs`}; what it computes is kept in .layerwise/runs.`); // prettier-ignore
      },
    ),
    readRun: tool(async (input) => {
      const id = typeof input.run === 'string' ? input.run : await newestRun(await find(input), training);
      const state = await training.library.state(id);
      if (!state)
        throw new Failure(`There is no run ${id} in this workspace.`, { next: 'Leave "run" out to read the newest run of a design.' });
      return runAnswer(state);
    }),
  };
}

function tool(act: (input: Input) => Promise<Answer>, prepare?: (input: Input) => Promise<Prepared | undefined>): Tool {
  const inputOf = ({ input }: ToolCall): Input => (typeof input === 'object' && input !== null ? input : {});
  return {
    invoke: async (call) => {
      try {
        const { text, data } = await act(inputOf(call));
        return toolResult(text, JSON.stringify(data));
      } catch (error) {
        // The model is told what it did wrong, so that it can do better.
        return toolResult(inWords(error), JSON.stringify({ error: inWords(error) }));
      }
    },
    // What can't be asked for can't be done either, and is then answered by `invoke`.
    ...(prepare && { prepareInvocation: async (call) => prepare(inputOf(call)).catch(() => undefined) }),
  };
}

function asked(title: string, words: string): Prepared {
  const message = new vscode.MarkdownString();
  message.appendCodeblock(words, 'text');
  return { invocationMessage: title.replace('?', ''), confirmationMessages: { title, message } };
}

async function edit(document: vscode.TextDocument, edits: unknown): Promise<Answer> {
  const refused = (reason: string): Failure => new Failure(`Nothing was changed. ${reason}`);
  if (await isReadonly(document)) throw refused('The file is read-only.');
  const wasDirty = document.isDirty;
  const proposed = await changeDocument(editable(document), (text) => proposal(text, edits));
  if (!proposed.ok) throw refused(proposed.reason);
  // A file that was as on the disk stays so; changes of a person's are for the person to save.
  if (!wasDirty && document.uri.scheme === 'file') await document.save();
  return proposed.answer;
}

async function start(document: vscode.TextDocument, { epochs, limit }: Input, training: Training): Promise<Answer> {
  const obstacle = whyNot({ trusted: vscode.workspace.isTrusted, scheme: document.uri.scheme, hasFolder: true });
  if (obstacle) throw new Failure(obstacle.message);
  if (training.runs.activeOf(document.uri.fsPath))
    throw new Failure('This design is being trained already.', { next: 'Read its run, or stop it first.' });
  const { data, text } = validation(document.getText(), analysisOf(document));
  if (!(data as { readonly valid: boolean }).valid) throw new Failure(text);
  const missing = missingForTraining(analysisOf(document).design ?? {});
  const places = missing.map((needed) => `training.${needed}`).join(' and ');
  if (missing.length > 0) throw new Failure(missingText(missing), { next: `In the design that is ${places}.` });
  const [whole, most] = [wholeNumber(epochs), wholeNumber(limit)];
  const run = await train(
    document,
    { ...(whole !== undefined && { epochs: whole }), ...(most !== undefined && { limit: most }) },
    training,
  );
  if (!run) throw new Failure('The training was not started.', { next: 'The editor has said why to the person.' });
  return { text: `Training of ${run.state.name} has begun. Its run is ${run.id}: read it with readRun.`, data: { run: run.id } };
}

const wholeNumber = (value: unknown): number | undefined =>
  Number.isInteger(value) && (value as number) > 0 ? (value as number) : undefined;

async function newestRun({ uri }: vscode.TextDocument, { runs, library }: Training): Promise<string> {
  const own = runs.lastOf(uri.fsPath)?.id ?? (await library.list()).find(({ designPath }) => designPath === uri.fsPath)?.id;
  if (own === undefined) throw new Failure(`${designName(uri)} was not trained yet.`, { next: 'Start training first.' });
  return own;
}
