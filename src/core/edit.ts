import type { Node } from 'jsonc-parser';
import { describe } from './describe';
import { FORMAT_VERSION, type Design, type Json } from './document';
import { commit } from './edit/commit';
import { composed } from './edit/compose';
import { connectItems, disconnectItems } from './edit/connect';
import { called, draftOf, find, Refused, type Draft, type Item } from './edit/draft';
import { duplicateItems } from './edit/duplicate';
import { addLayer, deleteLayers, findAll, moveLayer, renameLayer } from './edit/layers';
import { styleOf, type Source } from './edit/layout';
import { trainingEdits } from './edit/training';
import { objectEdits, plain } from './edit/valueEdits';
import type { Edit, EditResult, TextEdit } from './edits';
import { propertyOf, treeOf, valueOf } from './jsonTree';
import { layerKeys } from './layers/layerKeys';
import { position } from './locate';
import { parseDesign } from './parse';
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
  readonly list?: Node;
  readonly design: Design;
}

/** Reads a text that may be edited. */
function open(text: string): Opened {
  const { design, diagnostics } = parseDesign(text);
  const barrier = diagnostics.find(
    ({ code }) => code === 'syntax.invalid' || code === 'format.not-a-design' || code === 'format.newer-version',
  );
  if (barrier?.code === 'syntax.invalid') {
    const { line, column } = position(text, barrier.place.offset ?? 0);
    throw new Refused(`Line ${line}, column ${column}: ${barrier.facts.reason}. Put that right in the text editor first.`);
  }
  if (barrier) throw new Refused(describe(barrier));
  const { root } = treeOf(text);
  if (!design || !root) throw new Refused('The file holds no design.');
  const property = propertyOf(root, 'layers');
  const list = property && valueOf(property);
  const samples = list?.type === 'array' ? (list.children ?? []) : [];
  return { source: { text, style: styleOf(text, root, samples) }, root, list, design };
}

/** The first edit that is refused refuses all. */
function severalChanged(text: string, edits: readonly Edit[]): EditResult {
  const rounds: (readonly TextEdit[])[] = [];
  let now = text;
  let select: readonly string[] | undefined;
  for (const step of stepsOf(edits)) {
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
  const draft = draftOf(opened.design, opened.list);
  const results = edits.map(({ layer, field, value }) => setField(opened, layer, field, plain(value), draft));
  return { ok: true, edits: results.flatMap((result) => (result.ok ? result.edits : [])) };
}

function changed(text: string, edit: Exclude<Edit, { readonly type: 'several' }>): EditResult {
  const opened = open(text);
  const { source, root } = opened;
  switch (edit.type) {
    case 'setName': {
      const name = edit.name.trim() === '' ? undefined : edit.name;
      return { ok: true, edits: objectEdits(source, root, new Map([['name', name]]), DESIGN_KEYS, true) };
    }
    case 'setTraining':
      return { ok: true, edits: trainingEdits(source, root, edit.path, plain(edit.value)) };
    case 'setField':
      if (edit.field !== 'name') return setField(opened, edit.layer, edit.field, plain(edit.value));
      if (typeof edit.value !== 'string') throw new Refused('A layer needs a name.');
      return inModel(opened, (draft) => renameLayer(draft, edit.layer, edit.value as string));
    case 'renameLayer':
      return inModel(opened, (draft) => renameLayer(draft, edit.layer, edit.name));
    case 'addLayer':
      return inModel(opened, (draft) => [addLayer(draft, edit)]);
    case 'deleteLayers':
      return inModel(opened, (draft) => deleteLayers(draft, edit.layers));
    case 'duplicateLayers':
      return inModel(opened, (draft) => duplicateItems(draft, findAll(draft, edit.layers)));
    case 'moveLayer':
      return inModel(opened, (draft) => [moveLayer(draft, edit)]);
    case 'connect':
      return inModel(opened, (draft) => {
        const to = find(draft, edit.to);
        connectItems(find(draft, edit.from), to, edit.input);
        return [to];
      });
    case 'disconnect':
      return inModel(opened, (draft) => {
        const to = find(draft, edit.to);
        disconnectItems(find(draft, edit.from), to);
        return [to];
      });
    case 'useTemplate':
      return useTemplate(opened, edit.text);
  }
}

function useTemplate({ source, design }: Opened, template: string): EditResult {
  if (design.layers.length > 0) throw new Refused('A template takes the place of a design without layers, and this one has some.');
  return { ok: true, edits: [{ offset: 0, length: source.text.length, content: template }], select: [] };
}

function setField(
  { source, list, design }: Opened,
  id: string,
  field: string,
  value: Json | undefined,
  draft: Draft = draftOf(design, list),
): EditResult {
  const item = find(draft, id);
  const node = list?.children?.[item.index ?? -1];
  if (node?.type !== 'object')
    throw new Refused(`${called(item)} is not a layer that can be changed here. Put it right in the text editor first.`);
  if (field === 'type' && value === undefined) throw new Refused('A layer needs a type.');
  return { ok: true, edits: objectEdits(source, node, new Map([[field, value]]), layerKeys(item.type)), select: [id] };
}

/** Changes connections, order or names, and writes down what the file must say for it. `change` gives what to select. */
function inModel({ source, root, list, design }: Opened, change: (draft: Draft) => readonly Item[]): EditResult {
  if (list && list.type !== 'array') throw new Refused('"layers" is not a list. Put that right in the text editor first.');
  const draft = draftOf(design, list);
  const selected = change(draft);
  const edits = commit(source, root, draft, design);
  return { ok: true, edits, select: selected.map((item) => idIn(draft, item)) };
}

/** The id of a layer in the text that comes of it. */
function idIn({ items }: Draft, item: Item): string {
  const own = item.name !== '' && !item.name.startsWith('#') && items.find(({ name }) => name === item.name) === item;
  return own ? item.name : `#${items.indexOf(item)}`;
}
