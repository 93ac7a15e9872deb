import * as vscode from 'vscode';

// Tools for language models came with VS Code 1.95; Layerwise runs in 1.90 too, whose types know nothing of them.

export interface ToolCall {
  readonly input: unknown;
}

/** `vscode.LanguageModelTool`. */
export interface Tool {
  /** What is asked before it is done. */
  prepareInvocation?(call: ToolCall): Promise<Prepared | undefined>;
  invoke(call: ToolCall): Promise<unknown>;
}

export interface Prepared {
  readonly invocationMessage?: string;
  readonly confirmationMessages?: { readonly title: string; readonly message: string | vscode.MarkdownString };
}

interface LanguageModels {
  registerTool?(name: string, tool: Tool): vscode.Disposable;
}
interface Results {
  readonly LanguageModelToolResult: new (parts: readonly unknown[]) => unknown;
  readonly LanguageModelTextPart: new (value: string) => unknown;
}

/** Offers a tool to language models; where the editor has none this does nothing. */
export function registerTool(name: string, tool: Tool): vscode.Disposable {
  const { lm } = vscode as unknown as { readonly lm?: LanguageModels };
  return lm?.registerTool?.(name, tool) ?? new vscode.Disposable(() => undefined);
}

/** Texts as the editor wants them from a tool. */
export function toolResult(...texts: readonly string[]): unknown {
  const { LanguageModelToolResult, LanguageModelTextPart } = vscode as unknown as Results;
  return new LanguageModelToolResult(texts.map((text) => new LanguageModelTextPart(text)));
}
