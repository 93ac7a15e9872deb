import * as l10n from '@vscode/l10n';
import type { Diagnostic } from '../diagnostics';
import type { Instance } from './expansion';
import { BLOCK, blockOf, type Scope } from './scope';
import { layersText } from '../countWords';

/** What is wrong with how blocks are used: inputs that do not fit, repetitions that cannot follow each other, no use at all. */
export function checkExpanded(
  instances: readonly Instance[],
  root: Scope,
  scopes: ReadonlyMap<string, Scope>,
  diagnostics: Diagnostic[],
): void {
  const looked = new Set<string>();
  for (const instance of instances) {
    const { path, layer, block, repeat, inputs, firstOutputs } = instance;
    const scope = scopes.get(block ?? '');
    // The text of a block is looked at once, however often it is used.
    const key = path.join('\n');
    if (!scope || block === undefined || looked.has(key)) continue;
    looked.add(key);
    const wanted = scope.sources.length;
    const name = layer.name || instance.id;
    if (wanted > 0 && inputs.length !== wanted) {
      const expected = layersText(wanted);
      const facts = { layer: name, type: l10n.t`The block ${block}`, expected, found: inputs.length };
      const place = { path: [...path, layer.inputs ? 'inputs' : 'type'] };
      diagnostics.push({ code: 'graph.wrong-input-count', severity: 'error', facts, place });
    }
    if (repeat > 1 && wanted > 0 && firstOutputs.length > 0 && firstOutputs.length !== wanted) {
      const facts = { block, inputs: wanted, outputs: firstOutputs.length };
      diagnostics.push({ code: 'block.repeat-mismatch', severity: 'error', facts, place: { path: [...path, 'repeat'] } });
    }
  }
  checkFields([root, ...scopes.values()], diagnostics);
  reportUnused(root, scopes, diagnostics);
}

const FIELDS: readonly string[] = ['name', 'type', 'inputs', 'block', 'repeat', 'trainable'];

function checkFields(all: readonly Scope[], diagnostics: Diagnostic[]): void {
  for (const { layers, path } of all) {
    layers.forEach((layer, i) => {
      if (layer.type !== BLOCK) return;
      for (const field of Object.keys(layer)) {
        if (FIELDS.includes(field)) continue;
        const place = { path: [...path, 'layers', i, field], key: true };
        diagnostics.push({ code: 'field.unknown', severity: 'warning', facts: { type: BLOCK, field }, place });
      }
    });
  }
}

function reportUnused(root: Scope, scopes: ReadonlyMap<string, Scope>, diagnostics: Diagnostic[]): void {
  const used = new Set<string>();
  const waiting: Scope[] = [root];
  for (let scope = waiting.pop(); scope; scope = waiting.pop()) {
    for (const layer of scope.layers) {
      const block = layer.type === BLOCK ? blockOf(layer) : undefined;
      const inner = scopes.get(block ?? '');
      if (block === undefined || !inner || used.has(block)) continue;
      used.add(block);
      waiting.push(inner);
    }
  }
  for (const block of scopes.keys())
    if (!used.has(block))
      diagnostics.push({ code: 'block.unused', severity: 'warning', facts: { block }, place: { path: ['blocks', block], key: true } });
}
