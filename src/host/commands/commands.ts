import path from 'node:path';
import * as vscode from 'vscode';
import { layerOfId, placeOf } from '../../core/analysis';
import type { JsonPath } from '../../core/document';
import { locate } from '../../core/locate';
import { markdownSummary } from '../../core/markdownSummary';
import { summaryTable } from '../../core/summary';
import { RUN_FILES, type RunLabel } from '../../protocol/runFolder';
import type { DesignerCommand } from '../../protocol/designer';
import { analysisOf, DESIGN_SUFFIX, isDesign } from '../designs/designs';
import { switchOff, type Reach } from '../designs/unwantedAdvice';
import type { DesignerEditor } from '../designer/designerEditor';
import type { EvaluationPages } from '../evaluation/evaluationPages';
import type { ListedRun } from '../runs/catalog';
import { resumeRun, type ResumeOptions } from '../training/resumeRun';
import { resumePaused } from '../training/resumePaused';
import { train, type Training, type TrainOptions } from '../training/train';
import type { RuntimeContext } from '../runtime/runtimeContext';
import { showAsKeras } from './showAsKeras';
import { exportModel, type ExportModelOptions } from './exportModel';
import { exportWeights, type ExportWeightsOptions } from './exportWeights';
import { followAdvice, whyAdvice } from './adviceCommands';
import { checkMemory, type CheckMemoryOptions } from './checkMemory';
import { chooseRuntime } from './chooseRuntime';
import { findLearningRate, type FindRateOptions, type RateStage } from './findLearningRate';
import { importModel } from './importModel';
import { noteRun, renameRun } from './labelRun';
import { newModel, type NewModelOptions } from './newModel';
import { deleteRuns, openLog, revealFolder } from './runCommands';
import { setUpTensorflow } from './setUpTensorflow';
import { takeRunDesign } from './takeRunDesign';
import type { Targets } from './targets';

export interface CommandContext extends RuntimeContext, RateStage {
  readonly extensionUri: vscode.Uri;
  readonly designers: DesignerEditor;
  readonly training: Training;
  readonly targets: Targets;
  readonly evaluations: EvaluationPages;
}

type Command = (...arguments_: never[]) => unknown;

/** Publisher and name, as package.json says them. */
const extensionId = 'layerwise.layerwise';

/** Every command of package.json. What they take besides nothing: see each. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const { designers, training, targets, channel } = context;
  const inDesigner = (command: DesignerCommand) => async () => (await targets.designer())?.command(command);
  const commands: Readonly<Record<string, Command>> = {
    getStarted: () => vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extensionId}#start`, false),
    newModel: (options?: NewModelOptions) => newModel(designers, optionsOf(options)),
    /** (design?, options?) → the run's id. */
    train: async (target?: unknown, options?: TrainOptions) => {
      const document = await targets.design(target);
      return document && (await train(document, optionsOf(options), training))?.id;
    },
    /** (run's id or entry of the tree?) → the id of a run of the design as it is now, which begins with what that one has learned. */
    trainFromRun: async (target?: unknown) => {
      const run = await targets.runWithWeights(target);
      const document = run && (await targets.design(vscode.Uri.file(run.designPath)));
      return document && (await train(document, { weights: { from: run.folder } }, training))?.id;
    },
    /** (run's id, entry of the tree, or design?) */
    pause: async (target?: unknown) => (await targets.activeRun(target, ({ state }) => state.phase === 'running'))?.pause(),
    resume: async (target?: unknown) => {
      const run = await targets.activeRun(target, ({ state }) => state.phase === 'paused');
      if (run) await resumePaused(run);
    },
    stop: async (target?: unknown) => (await targets.activeRun(target))?.stop(),
    /** (run's id or design?) */
    showTraining: async (target?: unknown) => training.panel.show(await runToShow(target, context)),
    /** (design?, place in its JSON?, column?) */
    openAsText: (target?: unknown, path?: JsonPath, column?: vscode.ViewColumn) => openAsText(target, path, column, context),
    /** (design?, layer?) */
    openDesigner: async (target?: unknown, layer?: unknown) => {
      const uri = target instanceof vscode.Uri ? target : targets.activeDesign();
      if (uri && isDesign(uri)) await designers.reveal(uri, typeof layer === 'string' ? layer : undefined);
    },
    copySummary: async (target?: unknown) => {
      const document = await targets.design(target);
      if (!document) return;
      await vscode.env.clipboard.writeText(summaryTable(analysisOf(document)));
      vscode.window.setStatusBarMessage(vscode.l10n.t('Summary copied'), 3000);
    },
    copyMarkdown: async (target?: unknown) => {
      const document = await targets.design(target);
      if (!document) return;
      const analysis = analysisOf(document);
      const name = analysis.design?.name ?? path.basename(document.uri.fsPath, DESIGN_SUFFIX);
      await vscode.env.clipboard.writeText(markdownSummary(analysis, name));
      vscode.window.setStatusBarMessage(vscode.l10n.t('Summary copied as Markdown'), 3000);
    },
    /** (design?) */
    exportAsKeras: async (target?: unknown) => {
      const document = await targets.design(target);
      if (document) await showAsKeras(document);
    },
    showLog: () => channel.show(true),
    chooseRuntime: () => chooseRuntime(context.storage),
    setUpTensorFlow: () => setUpTensorflow(context),
    /** → the text that is shown. */
    checkRuntimes: () => context.runtimes.show(),
    /** (design?, code?): without a code all advice. */
    followAdvice: async (target?: unknown, code?: unknown) => {
      const document = await targets.design(target);
      if (document) await followAdvice(document, code);
    },
    /** (code) */
    whyAdvice: (code?: unknown) => whyAdvice(context.extensionUri, code),
    /** (code, reach?) */
    switchAdviceOff: (code?: unknown, reach?: Reach) => switchOff(code, reach),
    addLayer: inDesigner('addLayer'),
    findLayer: inDesigner('find'),
    fit: inDesigner('fit'),
    /** (design?, options?) → what was measured. */
    checkMemory: async (target?: unknown, options?: CheckMemoryOptions) => {
      const document = await targets.design(target);
      return document && checkMemory(document, optionsOf(options), context);
    },
    /** (design?, options?) → what was found. */
    findLearningRate: async (target?: unknown, options?: FindRateOptions) => {
      const document = await targets.design(target);
      return document && findLearningRate(document, optionsOf(options), context);
    },
    /** (run's id or entry of the tree?, options?) → the run's id. */
    resumeRun: async (target?: unknown, options?: ResumeOptions) => {
      const run = await targets.resumableRun(target);
      return run && (await resumeRun(run, optionsOf(options), training))?.id;
    },
    openRun: async (target?: unknown) => {
      const run = await targets.run(target);
      if (run) await training.panel.show(run.id);
    },
    revealRun: async (target?: unknown) => {
      const run = await targets.run(target);
      if (run) await revealFolder(run);
    },
    openRunDesign: async (target?: unknown) => {
      const run = await targets.run(target);
      if (run) await designers.reveal(vscode.Uri.joinPath(vscode.Uri.file(run.folder), RUN_FILES.design));
    },
    /** (run's id or entry of the tree?) */
    evaluateRun: async (target?: unknown) => {
      const run = await targets.runWithWeights(target);
      if (run) context.evaluations.show(run);
    },
    /** (run's id or entry of the tree?, options?) → the file. */
    exportWeights: async (target?: unknown, options?: ExportWeightsOptions) => {
      const run = await targets.runWithWeights(target);
      return run && exportWeights(run, optionsOf(options), context);
    },
    /** (file?) → the design. */
    importModel: (target?: unknown) => importModel(target instanceof vscode.Uri ? target : undefined, designers, context),
    /** (design, or a run's id or entry of the tree?, options?) → the file. */
    exportModel: async (target?: unknown, options?: ExportModelOptions) => {
      const run = target === undefined || target instanceof vscode.Uri ? undefined : await targets.run(target);
      const document = run ? undefined : await targets.design(target);
      const source = run ? { run } : document && { document };
      return source && exportModel(source, optionsOf(options), training.library, context);
    },
    openRunLog: async (target?: unknown) => openLog(await targets.run(target), channel),
    /** (file?) → the file. */
    saveCharts: (file?: unknown) => training.panel.saveCharts(file instanceof vscode.Uri ? file : undefined),
    /** (run's id or entry of the tree?, label?): asks for the name where it is not given. */
    renameRun: async (target?: unknown, label?: RunLabel) => {
      const run = await targets.run(target);
      if (run) await renameRun(run, training.library, optionsOf(label));
    },
    /** (run's id or entry of the tree?, label?): asks for the remark where it is not given. */
    noteRun: async (target?: unknown, label?: RunLabel) => {
      const run = await targets.run(target);
      if (run) await noteRun(run, training.library, optionsOf(label));
    },
    /** (run's id or entry of the tree?) */
    takeRunDesign: async (target?: unknown) => {
      const run = await targets.run(target);
      if (run) await takeRunDesign(run, designers);
    },
    /** (run's id or entry of the tree?, the runs that are selected?) */
    deleteRun: async (target?: unknown, selected?: unknown) => {
      const run = await targets.run(target);
      const several = Array.isArray(selected) && selected.length > 1 ? (selected as ListedRun[]) : undefined;
      const gone = await deleteRuns(several ?? (run ? [run] : []), training.library);
      await training.panel.forget(gone.map(({ id }) => id));
    },
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, command]) => vscode.commands.registerCommand(`layerwise.${name}`, command)),
  );
}

/** Menus hand over more than is asked for (a list of all selected files): only a plain object holds options. */
function optionsOf<Options extends object>(value: Options | undefined): Partial<Options> {
  return value && Object.getPrototypeOf(value) === Object.prototype ? value : {};
}

/** The last run of the design, of this session or of an earlier one; else one that goes on. */
async function runToShow(target: unknown, { training: { runs, library }, targets }: CommandContext): Promise<string | undefined> {
  if (typeof target === 'string') return target;
  const design = target instanceof vscode.Uri ? target : targets.activeDesign();
  const own = design && runs.lastOf(design.fsPath)?.id;
  const earlier = design && !own ? (await library.list()).find(({ designPath }) => designPath === design.fsPath)?.id : undefined;
  return own ?? runs.active.at(-1)?.id ?? earlier;
}

async function openAsText(
  target: unknown,
  path: JsonPath | undefined,
  column: vscode.ViewColumn | undefined,
  { targets, designers }: CommandContext,
) {
  const uri = target instanceof vscode.Uri ? target : targets.activeDesign();
  if (!uri) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const place = Array.isArray(path) ? path : placeOfSelection(document, designers);
  const options: vscode.TextDocumentShowOptions = { ...(column !== undefined && { viewColumn: column }) };
  if (place) {
    const { offset, length } = locate(document.getText(), { path: place });
    options.selection = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  }
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', options);
}

/** Where the layer that is selected in the designer is in the file. */
function placeOfSelection(document: vscode.TextDocument, designers: DesignerEditor): JsonPath | undefined {
  const panels = designers.panelsOf(document.uri);
  const selected = (panels.find(({ panel }) => panel.active) ?? panels[0])?.selection.at(-1);
  const layer = layerOfId(analysisOf(document), selected);
  return layer && placeOf(layer);
}
