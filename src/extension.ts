import './host/texts';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RuntimeName } from './core/training/events';
import { adviceUri } from './host/commands/adviceCommands';
import { runtimeLabel } from './host/commands/chooseRuntime';
import { registerCommands } from './host/commands/commands';
import { showPhases } from './host/commands/contextKeys';
import { Targets } from './host/commands/targets';
import { registerTools } from './host/assistant/tools';
import { registerCompareCommands } from './host/compare/compareCommands';
import { CompareDesigns } from './host/compare/compareDesigns';
import { DiffEditors } from './host/compare/diffEditors';
import { SavedVersion } from './host/compare/savedVersion';
import { Answers } from './host/designer/answers';
import { DesignerEditor } from './host/designer/designerEditor';
import type { DesignerPanel } from './host/designer/designerPanel';
import { designerRun } from './host/designer/designerRun';
import { ModelViewer } from './host/designer/modelViewer';
import { feedDesigners } from './host/designer/runFeed';
import { EvaluationPages } from './host/evaluation/evaluationPages';
import { LayerLenses } from './host/designs/layerLenses';
import { DesignNames } from './host/designs/designNames';
import { LayerSymbols } from './host/designs/layerSymbols';
import { Problems } from './host/designs/problems';
import { QuickFixes } from './host/designs/quickFixes';
import { followRates, heldMemory } from './host/designs/knownFacts';
import { unwantedAdvice } from './host/designs/unwantedAdvice';
import { registerOutlineCommands } from './host/outline/outlineCommands';
import { OutlineView } from './host/outline/outlineView';
import { keepLog } from './host/runs/keepLog';
import { RunLibrary } from './host/runs/runLibrary';
import { Runs } from './host/runs/runs';
import { RunTree } from './host/runs/runTree';
import { forkTrainer } from './host/runs/trainerProcess';
import { announceEnds } from './host/training/announce';
import { RateResults } from './host/training/rateResults';
import { offerTensorflow } from './host/runtime/offerTensorflow';
import { RuntimesPage } from './host/runtime/runtimesPage';
import { tryRuntimes } from './host/runtime/tryRuntimes';
import { StatusBar } from './host/training/statusBar';
import { TrainingPanel } from './host/training/trainingPanel';
import { whyNot } from './host/training/whyNot';

/** What `activate` returns: the parts that the tests look at. Nothing else is promised to anybody. */
export interface Layerwise {
  readonly runs: Runs;
  readonly library: RunLibrary;
  readonly designers: DesignerEditor;
  readonly training: TrainingPanel;
  readonly statusBar: StatusBar;
  readonly tree: RunTree;
  readonly outline: OutlineView;
  readonly compare: CompareDesigns;
  readonly evaluations: EvaluationPages;
  readonly diffEditors: DiffEditors;
  readonly runtimes: RuntimesPage;
}

let runs: Runs | undefined;

/** The only place where the parts meet. */
export function activate(context: vscode.ExtensionContext): Layerwise {
  const { extensionUri, workspaceState, globalState, globalStorageUri: storage } = context;
  const channel = vscode.window.createOutputChannel('Layerwise');
  const start = forkTrainer(path.join(context.extensionPath, 'dist', 'trainer.js'));
  const started = new Runs(start, (run, line) => {
    channel.appendLine(`[${run.state.name}] ${line}`);
    keepLog(run, line);
  });
  runs = started;
  const library = new RunLibrary(started, workspaceState);
  const execute = (command: string, ...rest: unknown[]) => void vscode.commands.executeCommand(command, ...rest);
  const training = new TrainingPanel(extensionUri, workspaceState, started, library, {
    pause: (run) => execute('layerwise.pause', run),
    resume: (run) => execute('layerwise.resume', run),
    stop: (run) => execute('layerwise.stop', run),
    resumeRun: (run) => execute('layerwise.resumeRun', run),
    trainAgain: (run, runtime) => void trainAgain(run, runtime),
    openDesign: (run, layer) => void openDesign(run, layer),
    revealFolder: (run) => execute('layerwise.revealRun', run),
    evaluate: (run) => execute('layerwise.evaluateRun', run),
    command: (command, run) => execute(`layerwise.${command}`, run),
    openLog: (run) => execute('layerwise.openRunLog', run),
    checkRuntimes: () => execute('layerwise.checkRuntimes'),
  });
  const rates = new RateResults(workspaceState);
  const answers = new Answers({
    start,
    channel,
    runs: () => library.list(),
    findRate: ({ uri }) => execute('layerwise.findLearningRate', uri),
    stopFindingRate: ({ uri }) => rates.cancel(uri.fsPath),
  });
  const compare = new CompareDesigns(extensionUri);
  const evaluations = new EvaluationPages(extensionUri, (run) => library.find(run), { start, storage, channel });
  const diffEditors = new DiffEditors(extensionUri);
  const designers = new DesignerEditor(
    extensionUri,
    {
      trust: () => {
        const obstacle = whyNot({ trusted: vscode.workspace.isTrusted, scheme: 'file', hasFolder: true });
        return { trusted: !obstacle, ...(obstacle && { reason: obstacle.message }) };
      },
      unwantedAdvice: ({ uri }) => [...unwantedAdvice(uri)],
      memory: ({ uri }) => heldMemory(uri),
      runtimeLabel: ({ uri }) => runtimeLabel(started.lastOf(uri.fsPath)?.state.runtime, uri),
      run: ({ uri }) => {
        const run = started.lastOf(uri.fsPath);
        return run && designerRun(run.state);
      },
      rateSearch: ({ uri }) => rates.of(uri.fsPath),
    },
    {
      startTraining: ({ uri }) => execute('layerwise.train', uri),
      pauseTraining: ({ uri }) => execute('layerwise.pause', uri),
      resumeTraining: ({ uri }) => execute('layerwise.resume', uri),
      stopTraining: ({ uri }) => execute('layerwise.stop', uri),
      showTraining: ({ uri }) => execute('layerwise.showTraining', uri),
      chooseRuntime: () => execute('layerwise.chooseRuntime'),
      checkMemory: ({ uri }) => execute('layerwise.checkMemory', uri),
      importModel: (file) => execute('layerwise.importModel', file),
      showProblems: () => execute('workbench.actions.view.problems'),
      openAsText: ({ uri }, place) => execute('layerwise.openAsText', uri, place, vscode.ViewColumn.Beside),
      whyAdvice: (code) => execute('layerwise.whyAdvice', code),
      switchAdviceOff: (code) => execute('layerwise.switchAdviceOff', code),
      ask: (asker, question) => answers.ask(asker, question),
      openLink: (address) => void (/^https:\/\//.test(address) && vscode.env.openExternal(vscode.Uri.parse(address, true))),
    },
    diffEditors,
  );
  const statusBar = new StatusBar(started);
  const tree = new RunTree(library);
  const outline = new OutlineView(designers);
  const runtimes = new RuntimesPage(extensionUri, (signal) => tryRuntimes({ start, storage, channel }, signal));
  const trains = { designers, runs: started, library, panel: training, storage };
  const targets = new Targets(designers, trains);
  context.subscriptions.push(
    channel,
    started,
    library,
    training,
    designers,
    new ModelViewer(designers, { start, storage, channel }),
    statusBar,
    tree,
    outline,
    registerOutlineCommands(outline, designers),
    new Problems((code) => adviceUri(extensionUri, code)),
    new QuickFixes(),
    new LayerLenses(),
    new LayerSymbols(),
    new DesignNames(),
    feedDesigners(started, designers),
    rates,
    followRates(rates),
    rates.onDidChange((designPath) => {
      for (const panel of designers.panels) if (panel.document.uri.fsPath === designPath) panel.rateSearchChanged();
    }),
    announceEnds(started, training, (run) => void trainAgain(run, 'wasm')),
    offerTensorflow(started, globalState),
    runtimes,
    compare,
    evaluations,
    diffEditors,
    new SavedVersion(),
    registerCompareCommands({ targets, library, compare }),
    registerTools({ targets, training: trains }),
    showPhases(started),
    registerCommands({ extensionUri, designers, training: trains, targets, channel, start, storage, runtimes, rates, stage, evaluations }),
  );
  return { runs: started, library, designers, training, statusBar, tree, outline, compare, evaluations, diffEditors, runtimes };

  /** A designer of this design that can be seen. */
  function stage({ uri }: vscode.TextDocument): DesignerPanel | undefined {
    return designers.panelsOf(uri).find(({ panel }) => panel.visible);
  }

  /** The design of a run where it was, else its copy in the run's folder. */
  async function openDesign(id: string, layer?: string): Promise<void> {
    const run = await library.find(id);
    const own = started.byId(id)?.designPath ?? run?.designPath;
    if (own === undefined) return;
    const uri = vscode.Uri.file(own);
    const exists = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (exists) await designers.reveal(uri, layer);
    else execute('layerwise.openRunDesign', id);
  }

  async function trainAgain(id: string | undefined, runtime?: RuntimeName): Promise<void> {
    const run = id === undefined ? undefined : await library.find(id);
    const designPath = (id === undefined ? undefined : started.byId(id)?.designPath) ?? run?.designPath;
    execute('layerwise.train', designPath && vscode.Uri.file(designPath), runtime && { runtime });
  }
}

/** Asks what trains to save and stop; the editor does not wait long for it. */
export function deactivate(): Promise<void> | undefined {
  return runs?.stopAll();
}
