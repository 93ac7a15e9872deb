import * as l10n from '@vscode/l10n';
import type { Diagnostic } from '../diagnostics';
import { isSource } from '../graph';
import { suggest } from '../suggest';
import { BLOCK, blockOf, isRepeat, nameOf, type Scope } from './scope';

/** An expanded design may have so many layers; more are no use to anybody, and take their time. */
export const MOST_LAYERS = 20_000;
/** Blocks may stand in one another so deep. */
const DEEPEST = 50;

interface Measured {
  /** Layers of one instance. */
  readonly size: number;
  /** How many blocks stand in one another, itself included. */
  readonly depth: number;
}

/**
 * Counts what the design would have once it is expanded, and makes opaque what cannot be: blocks that there are not, that
 * hold themselves, or that are too many. Nothing is allocated by what the file claims.
 */
export function measure(root: Scope, scopes: ReadonlyMap<string, Scope>, diagnostics: Diagnostic[]): void {
  const done = new Map<Scope, Measured>();
  const open: Scope[] = [];
  const visit = (scope: Scope): Measured => {
    open.push(scope);
    let [size, depth] = [0, 1];
    scope.layers.forEach((layer, i) => {
      if (scope.kinds[i] === 'input') return;
      const inner = layer.type === BLOCK ? look(scope, i) : { size: 1, depth: 0 };
      let count = (scope.repeats[i] ?? 1) * Math.max(1, inner?.size ?? 1);
      if (count > 1 && size + count > MOST_LAYERS) {
        const facts = { layer: nameOf(scope, i), count: size + count, limit: MOST_LAYERS };
        report(scope, i, layer.repeat === undefined ? 'block' : 'repeat', { code: 'block.too-many', facts });
        scope.kinds[i] = 'opaque';
        count = 1;
      } else if (!inner) scope.kinds[i] = 'opaque';
      size += count;
      depth = Math.max(depth, 1 + (inner?.depth ?? 0));
    });
    open.pop();
    const measured = { size, depth };
    done.set(scope, measured);
    return measured;
  };
  /** The block that a layer stands for; absent where it cannot be expanded. */
  const look = (scope: Scope, i: number): Measured | undefined => {
    const layer = scope.layers[i]!;
    const block = blockOf(layer);
    const target = scopes.get(block ?? '');
    if (!target) {
      unknown(scope, i);
      return undefined;
    }
    const at = open.indexOf(target);
    if (at >= 0) {
      const facts = { blocks: open.slice(at).map(({ name = '' }) => name) };
      report(scope, i, 'block', { code: 'block.cycle', facts });
      return undefined;
    }
    const known = done.get(target) ?? (open.length < DEEPEST ? visit(target) : undefined);
    if (known && known.depth < DEEPEST) return known;
    report(scope, i, 'block', { code: 'block.too-deep', facts: { block: block ?? '', limit: DEEPEST } });
    return undefined;
  };
  const unknown = (scope: Scope, i: number): void => {
    const block = scope.layers[i]?.block;
    const known = [...scopes.keys()];
    if (block === undefined) report(scope, i, 'type', { code: 'field.required', facts: { type: BLOCK, field: 'block' } });
    else if (typeof block !== 'string') {
      const facts = { type: BLOCK, field: 'block', expected: l10n.t('the name of a block'), found: block };
      report(scope, i, 'block', { code: 'field.wrong-value', facts });
    } else report(scope, i, 'block', { code: 'block.unknown', facts: { block, known, suggestion: suggest(block, known) } });
  };
  const report = (scope: Scope, i: number, field: string, problem: Pick<Diagnostic, 'code' | 'facts'>): void => {
    diagnostics.push({ ...problem, severity: 'error', place: { path: [...scope.path, 'layers', i, field] } } as Diagnostic);
  };
  for (const scope of [root, ...scopes.values()]) {
    if (!done.has(scope)) visit(scope);
    scope.layers.forEach((layer, i) => {
      const { type, repeat } = layer;
      if (repeat === undefined || scope.kinds[i] === 'input') return;
      if (isSource(layer)) {
        const place = { path: [...scope.path, 'layers', i, 'repeat'], key: true };
        diagnostics.push({ code: 'field.unknown', severity: 'warning', facts: { type, field: 'repeat' }, place });
      }
      if (isSource(layer) || isRepeat(repeat)) return;
      const facts = {
        type: type || l10n.t('The layer'),
        field: 'repeat',
        expected: l10n.t('how many times: a whole number from 1 on'),
        found: repeat,
      };
      report(scope, i, 'repeat', { code: 'field.wrong-value', facts });
    });
  }
}
