import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import { describe } from './describe';
import { FORMAT_VERSION, type Design } from './document';
import { copiedText } from './edit/copy';
import { commit } from './edit/commit';
import { composed } from './edit/compose';
import { connectItems, disconnectItems } from './edit/connect';
import { crossingOf, type Crossing } from './edit/crossing';
import { called, draftOf, find, findSource, Refused, type Draft, type Item } from './edit/draft';
import { duplicateItems } from './edit/duplicate';
import { moveAcross } from './edit/moveAcross';
import { moveRow } from './edit/moveRow';
import { newBlockEdits, type NewBlock } from './edit/newBlocks';
import { pasteLayers } from './edit/paste';
import { modelNames } from './edit/places';
import { givenNames, portEdits } from './edit/ports';
import { renameBlockEdits, renamePortEdits } from './edit/renameBlock';
import { renameEndEdits } from './edit/renameEnd';
import { analyze } from './analyze';
import { repeatItems } from './edit/repeat';
import { aim, idsIn, scopeOf, type Aimed, type Scope } from './edit/scope';
import { addLayer, deleteLayers, findAll, moveLayer, renameLayer } from './edit/layers';
import { styleOf, type Source } from './edit/layout';
import { trainingEdits } from './edit/training';
import { unusedBlockEdits, unwrapItem } from './edit/unwrap';
import { objectEdits, plain } from './edit/valueEdits';
import { checkBlockName, wrapItems } from './edit/wrap';
import type { Edit, EditResult, TextEdit } from './edits';
import { layerTexts } from './edit/commit';
import { nodeAt, treeOf } from './jsonTree';
import { BLOCK } from './blocks/scope';
import { joined } from './edit/listEdits';
import { layerKeys } from './layers/layerKeys';
import { position } from './locate';
import { parseDesign, type Parsed } from './parse';
import { CANONICAL, print } from './print';
import { DESIGN_KEYS } from './readDesign';

/**
 * The text edits that make a change of the model. Only what changes is touched: comments, unknown keys and the writer's
 * own formatting stay. A text that cannot be read wholly, or that a newer Layerwise wrote, is not edited at all.
 */
export function applyEdit(text: string, edit: Edit): EditResult {
  try {
    if (edit.type === 'several') return severalChanged(text, edit.edits);
    if (text.trim() !== '') return changed(text, edit);
    const start = `${print({ layerwise: FORMAT_VERSION, layers: [] }, CANONICAL, '', 0, { here: true })}\n`;
    const result = changed(start, edit);
    return result.ok ? { ...result, edits: [{ offset: 0, length: text.length, content: applyTextEdits(start, result.edits) }] } : result;
  } catch (error) {
    if (error instanceof Refused) return { ok: false, reason: error.message };
    throw error;
  }
}

/** The text with edits made (all of them name places of the old text). */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const { offset, length, content } of [...edits].sort((a, b) => a.offset - b.offset)) {
    result += text.slice(at, offset) + content;
    at = offset + length;
  }
  return result + text.slice(at);
}

interface Opened {
  readonly source: Source;
  readonly root: Node;
  readonly parsed: Parsed;
  /** As the file says it. */
  readonly design: Design;
}

/** Reads a text that may be edited. */
function open(text: string): Opened {
  const parsed = parseDesign(text);
  const { written: design, diagnostics } = parsed;
  const barrier = diagnostics.find(
    ({ code }) => code === 'syntax.invalid' || code === 'format.not-a-design' || code === 'format.newer-version',
  );
  if (barrier?.code === 'syntax.invalid') {
    const { line, column } = position(text, barrier.place.offset ?? 0);
    throw new Refused(l10n.t`Line ${line}, column ${column}: ${barrier.facts.reason}. Put that right in the text editor first.`);
  }
  if (barrier) throw new Refused(describe(barrier));
  const { root } = treeOf(text);
  if (!design || !root) throw new Refused(l10n.t('The file holds no design.'));
  const list = nodeAt(root, ['layers']);
  const samples = list?.type === 'array' ? (list.children ?? []) : [];
  return { source: { text, style: styleOf(text, root, samples) }, root, parsed, design };
}

/** The first edit that is refused refuses all. */
function severalChanged(text: string, edits: readonly Edit[], oneByOne: readonly Edit[] = []): EditResult {
  const rounds: (readonly TextEdit[])[] = [];
  let now = text;
  let select: readonly string[] | undefined;
  for (const step of [...stepsOf(edits), ...oneByOne]) {
    const result = Array.isArray(step) ? fieldsChanged(now, step) : applyEdit(now, step);
    if (!result.ok) return result;
    rounds.push(result.edits);
    now = applyTextEdits(now, result.edits);
    select = result.select ?? select;
  }
  return { ok: true, edits: composed(text.length, rounds), ...(select && { select }) };
}

type SetField = Extract<Edit, { readonly type: 'setField' }>;

/** Fields of different layers that follow each other are set together: they don't touch each other's text. */
function stepsOf(edits: readonly Edit[]): (Edit | SetField[])[] {
  const steps: (Edit | SetField[])[] = [];
  const layers = new Set<string>();
  for (const edit of edits) {
    const last = steps.at(-1);
    if (edit.type !== 'setField' || edit.field === 'name') steps.push(edit);
    else if (Array.isArray(last) && !layers.has(edit.layer)) last.push(edit);
    else {
      steps.push([edit]);
      layers.clear();
    }
    if (edit.type === 'setField') layers.add(edit.layer);
  }
  return steps;
}

function fieldsChanged(text: string, edits: readonly SetField[]): EditResult {
  const opened = open(text);
  const aimed = edits.map((edit) => aim(opened.parsed, edit));
  // Layers of several instances may have one text.
  const places = new Set(aimed.map(({ block = '', edit }) => `${block}\n${edit.layer}`));
  if (places.size < edits.length) return severalChanged(text, edits.slice(0, 1), edits.slice(1));
  const drafts = new Map<string | undefined, { readonly scope: Scope; readonly draft: Draft }>();
  const draftIn = (block: string | undefined) => {
    const scope = drafts.get(block)?.scope ?? scopeOf(opened.root, opened.design, block);
    const found = drafts.get(block) ?? { scope, draft: draftOf(scope) };
    drafts.set(block, found);
    return found;
  };
  const results = aimed.map(({ block, edit }, i) => {
    const { scope, draft } = draftIn(block);
    return setField(opened.source, scope, draft, { ...edit, value: plain(edit.value) }, edits[i]?.layer ?? '');
  });
  return { ok: true, edits: joined(results.flatMap((result) => (result.ok ? result.edits : []))) };
}

function changed(text: string, edit: Exclude<Edit, { readonly type: 'several' }>): EditResult {
  const opened = open(text);
  const { source, root, design, parsed } = opened;
  switch (edit.type) {
    case 'setName': {
      const name = edit.name.trim() === '' ? undefined : edit.name;
      return { ok: true, edits: objectEdits(source, root, new Map([['name', name]]), DESIGN_KEYS, true) };
    }
    case 'setTraining':
      return { ok: true, edits: trainingEdits(source, root, edit.path, plain(edit.value)) };
    case 'setField': {
      if (edit.field === 'name') {
        if (typeof edit.value !== 'string') throw new Refused(l10n.t('A layer needs a name.'));
        return changed(text, { type: 'renameLayer', layer: edit.layer, name: edit.value });
      }
      const { block, edit: local } = aim(parsed, edit);
      const scope = scopeOf(root, design, block);
      return setField(source, scope, draftOf(scope), { ...local, value: plain(edit.value) }, edit.layer);
    }
    case 'renameLayer': {
      const aimed = aim(parsed, edit);
      let before = edit.name;
      return inModel(
        opened,
        aimed,
        (draft, { layer, name }) => {
          before = find(draft, layer).name;
          return renameLayer(draft, layer, name);
        },
        // Inside of a block nothing is an output of the model, but may be taken as one of the block's.
        () =>
          aimed.block === undefined
            ? renameEndEdits(root, before, edit.name, () => outputNames(parsed))
            : renamePortEdits(root, design, aimed.block, before, edit.name),
      );
    }
    case 'addLayer':
      return inModel(opened, aim(parsed, edit), (draft, local) => [addLayer(draft, local, design.blocks)]);
    case 'deleteLayers':
      return inModel(opened, aim(parsed, edit), (draft, { layers }) => deleteLayers(draft, layers));
    case 'duplicateLayers':
      return inModel(opened, aim(parsed, edit), (draft, { layers }) => duplicateItems(draft, findAll(draft, layers)));
    case 'moveLayer':
    case 'moveLayers': {
      const crossing = crossingOf(parsed, edit);
      if (crossing) return movedAcross(opened, crossing);
      if (edit.type === 'moveLayer') return inModel(opened, aim(parsed, edit), (draft, local) => [moveLayer(draft, local)]);
      return inModel(opened, aim(parsed, edit), (draft, { layers, position: at }) => moveRow(draft, findAll(draft, layers), at));
    }
    case 'connect':
      return inModel(opened, aim(parsed, edit), (draft, { from, to: id, input }) => {
        const to = find(draft, id);
        connectItems(findSource(draft, from, to), to, input);
        return [to];
      });
    case 'disconnect':
      return inModel(opened, aim(parsed, edit), (draft, { from, to: id }) => {
        const to = find(draft, id);
        disconnectItems(findSource(draft, from, to), to);
        return [to];
      });
    case 'wrapLayers':
      return wrapLayers(opened, aim(parsed, edit));
    case 'unwrapBlock':
      return unwrapBlock(opened, aim(parsed, edit));
    case 'renameBlock':
      return { ok: true, edits: renameBlockEdits(root, design, edit.block, edit.name) };
    case 'deleteBlock': {
      const edits = unusedBlockEdits(source, root, design, edit.block, { index: -1 });
      if (edits.length === 0) throw new Refused(l10n.t`The block ${edit.block} is used, or not there any more.`);
      return { ok: true, edits };
    }
    case 'repeatLayers':
      return inModel(opened, aim(parsed, edit), (draft, { layers }) => [repeatItems(draft, findAll(draft, layers))]);
    case 'pasteLayers': {
      let added: readonly NewBlock[] = [];
      const blocks = design.blocks ?? {};
      return inModel(
        opened,
        aim(parsed, edit),
        (draft, local) => {
          const pasted = pasteLayers(draft, local, { source, blocks });
          added = pasted.added;
          return pasted.items;
        },
        () => newBlockEdits(source, root, added),
      );
    }
    case 'useTemplate':
      return useTemplate(opened, edit.text);
  }
}

/** Names of the layers whose values the model gives. */
function outputNames(parsed: Parsed): readonly string[] {
  const { layers, outputs } = analyze(parsed);
  return layers.filter(({ id }) => outputs.includes(id)).map(({ name }) => name);
}

/** From one list of layers into another; the training section follows to the names that they have then. */
function movedAcross({ source, root, design, parsed }: Opened, crossing: Crossing): EditResult {
  const { edits, left, places } = moveAcross(source, root, design, crossing);
  const after = applyTextEdits(source.text, edits);
  const names = modelNames(parsed, crossing.from.block, left);
  const ends = modelNames(parseDesign(after), crossing.to.block, places).flatMap((now, i) => {
    const before = names[i];
    return before === undefined || now === undefined ? [] : renameEndEdits(root, before, now, () => outputNames(parsed));
  });
  return { ok: true, edits: joined([...edits, ...ends]), select: idsIn(after, crossing.to, places) };
}

function wrapLayers(opened: Opened, aimed: Aimed<Extract<Edit, { type: 'wrapLayers' }>>): EditResult {
  const { source, root, design, parsed } = opened;
  const block = aimed.edit.block.trim();
  checkBlockName(block, design);
  const nodes = scopeOf(root, design, aimed.block).list?.children ?? [];
  let [inner, stem]: [readonly Item[], string] = [[], ''];
  return inModel(
    opened,
    aimed,
    (draft, { layers }) => {
      const wrapped = wrapItems(draft, findAll(draft, layers), block);
      inner = wrapped.inner;
      stem = wrapped.instance.name;
      return [wrapped.instance];
    },
    () => [
      ...newBlockEdits(source, root, [{ name: block, texts: (indent) => layerTexts(source, inner, nodes, indent) }]),
      // In the model they have other names now, which the training section follows.
      ...(aimed.block === undefined ? inner : []).flatMap(({ copyOf, name }) =>
        copyOf ? renameEndEdits(root, name, `${stem}_${name}`, () => outputNames(parsed)) : [],
      ),
    ],
  );
}

function unwrapBlock(opened: Opened, aimed: Aimed<Extract<Edit, { type: 'unwrapBlock' }>>): EditResult {
  const { source, root, design } = opened;
  let [block, index]: [string | undefined, number] = [undefined, -1];
  return inModel(
    opened,
    aimed,
    (draft, { layer }) => {
      const item = find(draft, layer);
      block = typeof item.layer?.block === 'string' ? item.layer.block : undefined;
      index = item.index ?? -1;
      return unwrapItem(draft, layer, root, design);
    },
    () => {
      const but = { index, ...(aimed.block !== undefined && { block: aimed.block }) };
      return block === undefined ? [] : unusedBlockEdits(source, root, design, block, but);
    },
  );
}

/** Layers as text, with the blocks that they use, for `pasteLayers`. */
export function copyLayers(
  text: string,
  layers: readonly string[],
): { readonly ok: true; readonly text: string } | Extract<EditResult, { ok: false }> {
  try {
    const { root, design, parsed } = open(text);
    const { block, edit } = aim(parsed, { type: 'deleteLayers', layers });
    const draft = draftOf(scopeOf(root, design, block));
    return { ok: true, text: copiedText(draft, findAll(draft, edit.layers), design.blocks ?? {}) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, reason: error.message };
    throw error;
  }
}

function useTemplate({ source, design }: Opened, template: string): EditResult {
  if (design.layers.length > 0) throw new Refused(l10n.t('A template takes the place of a design without layers, and this one has some.'));
  return { ok: true, edits: [{ offset: 0, length: source.text.length, content: template }], select: [] };
}

function setField(source: Source, scope: Scope, draft: Draft, { layer, field, value }: SetField, id: string): EditResult {
  const item = find(draft, layer);
  const node = scope.list?.children?.[item.index ?? -1];
  if (node?.type !== 'object')
    throw new Refused(l10n.t`${called(item)} is not a layer that can be changed here. Put it right in the text editor first.`);
  if (field === 'type' && value === undefined) throw new Refused(l10n.t('A layer needs a type.'));
  return { ok: true, edits: objectEdits(source, node, new Map([[field, value]]), layerKeys(item.type)), select: [id] };
}

/**
 * Changes connections, order or names in one list of layers, and writes down what the file must say for it. `change` gives
 * what to select; `more`: what else changes in the file.
 */
function inModel<One extends Edit>(
  { source, root, design, parsed }: Opened,
  aimed: Aimed<One>,
  change: (draft: Draft, edit: One) => readonly Item[],
  more: () => readonly TextEdit[] = () => [],
): EditResult {
  const scope = scopeOf(root, design, aimed.block);
  if (scope.list && scope.list.type !== 'array')
    throw new Refused(l10n.t('"layers" is not a list. Put that right in the text editor first.'));
  const draft = draftOf(scope);
  const isOfBlock = aimed.block !== undefined;
  const given = isOfBlock ? givenNames(draft) : [];
  const selected = change(draft, aimed.edit);
  // A layer under another name is followed by `more`: nobody has to take what a block gives.
  const ports = {
    block: aimed.edit.type === 'renameLayer' ? undefined : aimed.block,
    before: given,
    after: isOfBlock ? givenNames(draft) : [],
  };
  const edits = joined([...commit(source, scope, draft), ...portEdits(root, design, ports, [aimed.block]), ...more()]);
  // Where nothing is expanded, ids follow from the list alone.
  const plainAfter = !parsed.expansion && !selected.some(({ type, changes }) => type === BLOCK || changes);
  const select = plainAfter
    ? selected.map((item) => idIn(draft, item))
    : idsIn(applyTextEdits(source.text, edits), aimed, selected.map((item) => draft.items.indexOf(item))); // prettier-ignore
  return { ok: true, edits, select };
}

/** The id of a layer in the text that comes of it. */
function idIn({ items }: Draft, item: Item): string {
  const own = item.name !== '' && !item.name.startsWith('#') && items.find(({ name }) => name === item.name) === item;
  return own ? item.name : `#${items.indexOf(item)}`;
}
