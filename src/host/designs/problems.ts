import * as vscode from 'vscode';
import { isAdviceCode } from '../../core/advice/catalog';
import { describe } from '../../core/describe';
import type { Diagnostic } from '../../core/diagnostics';
import { firstLine, locate, position, type Span } from '../../core/locate';
import { advisedOf, advisedText } from './advised';
import { MEMORY_SETTING, onDidChangeKnown } from './knownFacts';
import { DESIGN_FILES, DESIGN_SUFFIX, isDesign, RUN_COPIES } from './designs';
import { ADVICE_SETTING } from './unwantedAdvice';

const DEBOUNCE_MS = 150;
/** More files than this are not looked at unless they are opened. */
const MOST_FILES = 500;
const MOST_BYTES = 4_000_000;
/** VS Code shows no more of one file. */
const MOST_PROBLEMS = 1000;

const SEVERITIES: Readonly<Record<Diagnostic['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  hint: vscode.DiagnosticSeverity.Information,
};

/** Keeps the Problems panel right: for every open design as it is on screen, for the others of the workspace as saved. */
export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('layerwise');
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly subscriptions: vscode.Disposable[];

  /** @param why the page about an advice */
  constructor(private readonly why: (code: string) => vscode.Uri) {
    const watcher = vscode.workspace.createFileSystemWatcher(`**/*${DESIGN_SUFFIX}`);
    const readAgain = (uri: vscode.Uri) => void this.readFile(uri);
    this.subscriptions = [
      this.collection,
      watcher,
      watcher.onDidCreate(readAgain),
      watcher.onDidChange(readAgain),
      watcher.onDidDelete((uri) => this.collection.delete(uri)),
      vscode.workspace.onDidOpenTextDocument((document) => this.showDocument(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.showSoon(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.closed(uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.readWorkspace()),
      vscode.workspace.onDidChangeConfiguration(
        (change) => [ADVICE_SETTING, MEMORY_SETTING].some((setting) => change.affectsConfiguration(setting)) && this.showAll(),
      ),
      onDidChangeKnown(() => this.showAll()),
    ];
    this.showAll();
  }

  dispose(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private showAll(): void {
    for (const document of vscode.workspace.textDocuments) this.showDocument(document);
    void this.readWorkspace();
  }

  private showSoon(document: vscode.TextDocument): void {
    if (!concerns(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.waiting.get(key));
    this.waiting.set(
      key,
      setTimeout(() => {
        this.waiting.delete(key);
        if (!document.isClosed) this.showDocument(document);
      }, DEBOUNCE_MS),
    );
  }

  private showDocument(document: vscode.TextDocument): void {
    if (!concerns(document)) return;
    const range = ({ offset, length }: Span) => new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    this.publish(document.uri, document.getText(), advisedOf(document).diagnostics, range);
  }

  private async closed(uri: vscode.Uri): Promise<void> {
    if (!isDesign(uri)) return;
    clearTimeout(this.waiting.get(uri.toString()));
    this.waiting.delete(uri.toString());
    await this.readFile(uri);
  }

  private async readWorkspace(): Promise<void> {
    for (const uri of await vscode.workspace.findFiles(`**/*${DESIGN_SUFFIX}`, RUN_COPIES, MOST_FILES)) await this.readFile(uri);
  }

  /** A file that is not open: as it is on disk, and nothing where it is not of this workspace. */
  private async readFile(uri: vscode.Uri): Promise<void> {
    if (isOpen(uri)) return;
    const text = belongs(uri) ? await readText(uri) : undefined;
    if (isOpen(uri)) return;
    if (text === undefined) return this.collection.delete(uri);
    const at = (offset: number) => {
      const { line, column } = position(text, offset);
      return new vscode.Position(line - 1, column - 1);
    };
    const range = ({ offset, length }: Span) => new vscode.Range(at(offset), at(offset + length));
    this.publish(uri, text, advisedText(text, uri).diagnostics, range);
  }

  private publish(uri: vscode.Uri, text: string, diagnostics: readonly Diagnostic[], range: (span: Span) => vscode.Range): void {
    const shown = diagnostics.slice(0, MOST_PROBLEMS).map((diagnostic) => {
      const span = firstLine(text, locate(text, diagnostic.place));
      const problem = new vscode.Diagnostic(range(span), describe(diagnostic), SEVERITIES[diagnostic.severity]);
      problem.source = 'layerwise';
      problem.code = isAdviceCode(diagnostic.code) ? { value: diagnostic.code, target: this.why(diagnostic.code) } : diagnostic.code;
      return problem;
    });
    this.collection.set(uri, shown);
  }
}

const concerns = (document: vscode.TextDocument): boolean =>
  !document.isClosed && document.uri.scheme !== 'git' && vscode.languages.match(DESIGN_FILES, document) > 0;

const isOpen = (uri: vscode.Uri): boolean =>
  vscode.workspace.textDocuments.some((document) => !document.isClosed && document.uri.toString() === uri.toString());

function belongs(uri: vscode.Uri): boolean {
  return vscode.workspace.getWorkspaceFolder(uri) !== undefined && !/\/(\.layerwise|node_modules)\//.test(uri.path);
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    return size > MOST_BYTES ? undefined : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined; // It was deleted meanwhile, or cannot be read: there is nothing to say about it here.
  }
}
