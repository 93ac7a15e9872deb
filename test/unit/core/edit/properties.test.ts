import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import type { Json, JsonObject } from '../../../../src/core/document';
import { applyEdit, applyTextEdits } from '../../../../src/core/edit';
import type { Edit, EditResult, Position } from '../../../../src/core/edits';
import { nodeAt, toJson, treeOf } from '../../../../src/core/jsonTree';
import { choices, commentsOf, randomDesign, scribble, tidy } from './randomDesign';

/** Each run takes some milliseconds; more of them when something is to be found out: `RUNS=20 npx vitest run …`. */
const RUNS = { numRuns: 100 * Number(process.env.RUNS ?? 1) };
/** What JSON can hold (it has no -0). */
const anyJson = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
const outputsText = (text: string): string => {
  const node = nodeAt(treeOf(text).root, ['outputs'])?.parent;
  return node ? text.slice(node.offset, node.offset + node.length) : '';
};

/** Makes an edit; checks what holds of every edit. */
function edit(text: string, change: Edit): string | undefined {
  const result = applyEdit(text, change);
  if (!result.ok) {
    expect(result.reason).toMatch(/^.{10,}[.…]$/s);
    return undefined;
  }
  checkSpans(text, result);
  const after = applyTextEdits(text, result.edits);
  const found = analyzeText(after);
  expect(found.diagnostics.filter(({ code }) => code === 'syntax.invalid' || code === 'format.duplicate-key')).toEqual([]);
  for (const id of result.select ?? []) expect(found.layers.map((layer) => layer.id)).toContain(id);
  return after;
}

function checkSpans(text: string, result: Extract<EditResult, { ok: true }>): void {
  let end = -1;
  for (const { offset, length } of result.edits) {
    expect(offset).toBeGreaterThan(end);
    end = offset + length;
  }
  expect(end).toBeLessThanOrEqual(text.length);
}

const jsonOf = (text: string): JsonObject => toJson(treeOf(text).root!) as JsonObject;
const layersOf = (text: string): readonly JsonObject[] => jsonOf(text).layers as JsonObject[];
const textOf = (text: string, index: number): string => {
  const node = nodeAt(treeOf(text).root, ['layers', index])!;
  return text.slice(node.offset, node.offset + node.length);
};

/** Who takes whom, by id, with names that no layer has. */
function graphOf(text: string): Map<string, readonly string[]> {
  return new Map(
    analyzeText(text).layers.map(({ id, layer, inputs }) => [
      id,
      layer.inputs ? layer.inputs.map((name) => (name === '' ? '?' : name)) : inputs,
    ]),
  );
}
const modelOf = (text: string) => ({ graph: graphOf(text), outputs: jsonOf(text).outputs });

/** Layers with the same content have the same text; comments outside of what was taken out are all there. */
function checkKept(before: string, after: string, gone: readonly string[] = []): void {
  const [old, now] = [layersOf(before), layersOf(after)];
  old.forEach((layer, i) => {
    const [at, ...others] = now.flatMap(({ name }, j) => (name === layer.name ? [j] : []));
    const alone = others.length === 0 && old.filter(({ name }) => name === layer.name).length === 1;
    if (at !== undefined && alone && JSON.stringify(now[at]) === JSON.stringify(layer)) expect(textOf(after, at)).toBe(textOf(before, i));
  });
  const lost = new Set(commentsOf(before).filter((comment) => !commentsOf(after).includes(comment)));
  for (const comment of gone.flatMap(commentsOf)) lost.delete(comment);
  expect([...lost]).toEqual([]);
  expect(jsonOf(after)['x-note']).toEqual(jsonOf(before)['x-note']);
}

/** A design in any formatting, and a number that picks the layers of an edit. */
const written = (rough: boolean) =>
  fc
    .tuple(randomDesign(rough), fc.integer({ min: 0, max: 2 ** 31 }), fc.boolean())
    .map(([design, seed, neat]) => ({ text: neat ? tidy(design) : scribble(design, seed), choose: choices(seed + 7) }));

const idsOf = (text: string): string[] => analyzeText(text).layers.map(({ id }) => id);

function anyEdit(text: string, choose: (options: number) => number, value: Json): Edit {
  const ids = [...idsOf(text), 'nobody'];
  const id = (): string => ids[choose(ids.length)]!;
  const positions: Position[] = [{ after: id() }, { before: id() }, { edge: { from: id(), to: id() } }, { end: true }];
  const position = positions[choose(4)]!;
  const layerType = ['Dense', 'Add', 'Input', 'Conv2D', 'Nonsense'][choose(5)]!;
  const edits: (() => Edit)[] = [
    () => ({
      type: 'setField',
      layer: id(),
      field: ['units', 'kernel_initializer', 'own', 'use_bias', 'name', 'inputs'][choose(6)]!,
      value: choose(2) ? value : undefined,
    }),
    () => ({
      type: 'setTraining',
      path: [[], ['epochs'], ['optimizer', 'learning_rate'], ['metrics', choose(3)], ['data', 'validation']][choose(5)]!,
      value: choose(2) ? value : undefined,
    }),
    () => ({ type: 'setName', name: choose(3) ? 'net' : '' }),
    () => ({ type: 'addLayer', layerType, position }),
    () => ({ type: 'addLayer', layerType, position, name: ['new', 'a', '', 'x/y'][choose(4)]!, fields: { units: 7, own: value } }),
    () => ({ type: 'deleteLayers', layers: [id(), id()] }),
    () => ({ type: 'duplicateLayers', layers: [id(), id(), id()] }),
    () => ({ type: 'renameLayer', layer: id(), name: ['new', 'a', '', '#1'][choose(4)]! }),
    () => ({ type: 'moveLayer', layer: id(), position }),
    () => ({ type: 'connect', from: id(), to: id(), input: choose(2) ? choose(3) : undefined }),
    () => ({ type: 'disconnect', from: id(), to: id() }),
  ];
  return edits[choose(edits.length)]!();
}

test('any edit of any design gives a text that can be read, or is refused in a sentence', () => {
  fc.assert(
    fc.property(written(true), anyJson, ({ text, choose }, value) => {
      const change = anyEdit(text, choose, value);
      const after = edit(text, change);
      if (after === undefined || change.type === 'setTraining' || change.type === 'setField') return;
      const gone =
        change.type === 'deleteLayers'
          ? [outputsText(text), ...idsOf(text).flatMap((id, i) => (change.layers.includes(id) ? [textOf(text, i)] : []))]
          : [];
      checkKept(text, after, gone);
    }),
    { numRuns: 4 * RUNS.numRuns },
  );
});

test('a field that is set has that value, and going back gives the same model', () => {
  fc.assert(
    fc.property(written(false), anyJson, ({ text, choose }, value) => {
      const ids = idsOf(text);
      if (ids.length === 0) return;
      const index = choose(ids.length);
      const layer = ids[index]!;
      const field = ['units', 'kernel_initializer', 'own', 'rate'][choose(4)]!;
      const old = layersOf(text)[index]![field];
      const after = edit(text, { type: 'setField', layer, field, value: value })!;
      expect(layersOf(after)[index]).toEqual({ ...layersOf(text)[index], [field]: value });
      const removed = edit(after, { type: 'setField', layer, field })!;
      expect(Object.keys(layersOf(removed)[index]!)).not.toContain(field);
      const back = edit(after, { type: 'setField', layer, field, value: old })!;
      expect(jsonOf(back)).toEqual(jsonOf(text));
      for (let i = 0; i < ids.length; i++) if (i !== index) expect(textOf(back, i)).toBe(textOf(text, i));
    }),
    RUNS,
  );
});

test('a value that is set to what it is changes nothing', () => {
  fc.assert(
    fc.property(written(false), ({ text, choose }) => {
      const ids = idsOf(text);
      if (ids.length === 0) return;
      const index = choose(ids.length);
      for (const [field, value] of Object.entries(layersOf(text)[index]!))
        expect(applyEdit(text, { type: 'setField', layer: ids[index]!, field, value })).toMatchObject({ ok: true, edits: [] });
    }),
    RUNS,
  );
});

test('a name that is changed and changed back leaves every character', () => {
  fc.assert(
    fc.property(written(false), ({ text, choose }) => {
      const ids = idsOf(text);
      if (ids.length === 0) return;
      const name = ids[choose(ids.length)]!;
      const after = edit(text, { type: 'renameLayer', layer: name, name: 'new' })!;
      const renamed = (one: string): string => (one === name ? 'new' : one);
      expect([...graphOf(after)]).toEqual([...graphOf(text)].map(([id, inputs]) => [renamed(id), inputs.map(renamed)]));
      expect(edit(after, { type: 'renameLayer', layer: 'new', name })).toBe(text);
    }),
    RUNS,
  );
});

test('a layer that is added and deleted again leaves the model as it was', () => {
  fc.assert(
    fc.property(written(false), ({ text, choose }) => {
      const ids = idsOf(text);
      const id = (): string => ids[choose(Math.max(1, ids.length))] ?? 'nobody';
      const edges = analyzeText(text).edges;
      const edge = edges[choose(Math.max(1, edges.length))] ?? { from: 'nobody', to: 'nobody' };
      const positions: Position[] = [{ after: id() }, { before: id() }, { edge: { from: edge.from, to: edge.to } }, { end: true }];
      const position = positions[choose(4)]!;
      const after = edit(text, { type: 'addLayer', layerType: 'Dropout', name: 'new', position });
      if (after === undefined) return;
      checkKept(text, after);
      const [before, now] = [modelOf(text), modelOf(after)];
      // The others take what they took, except that some of them take the new layer in its place.
      for (const [name, inputs] of before.graph) {
        const given = now.graph.get(name)!;
        if (given.join() === inputs.join()) continue;
        const through = now.graph.get('new')!;
        expect(given.flatMap((one) => (one === 'new' ? through : [one]))).toEqual(inputs);
      }
      const back = edit(after, { type: 'deleteLayers', layers: ['new'] })!;
      expect([...modelOf(back).graph]).toEqual([...before.graph]);
      expect(modelOf(back).outputs).toEqual(before.outputs);
    }),
    RUNS,
  );
});

test('after, before and on an edge: exactly these connections change', () => {
  fc.assert(
    fc.property(written(false), ({ text, choose }) => {
      const before = graphOf(text);
      const edges = analyzeText(text).edges;
      const edge = edges[choose(Math.max(1, edges.length))];
      if (!edge) return;
      const { from, to } = edge;
      const replaced = (inputs: readonly string[]): string[] => inputs.map((one) => (one === from ? 'new' : one));
      const swap = (inputs: readonly string[]): string[] => inputs.map((one, i) => (i === inputs.indexOf(from) ? 'new' : one));
      const expected = (change: (id: string, inputs: readonly string[]) => readonly string[], taken: readonly string[]) =>
        new Map([...[...before].map(([id, inputs]) => [id, change(id, inputs)] as const), ['new', taken] as const]);
      const add = (position: Position) => graphOf(edit(text, { type: 'addLayer', layerType: 'Dropout', name: 'new', position })!);
      const sorted = (graph: Map<string, readonly string[]>) => [...graph].toSorted(([a], [b]) => (a < b ? -1 : 1));
      expect(sorted(add({ after: from }))).toEqual(sorted(expected((_, inputs) => replaced(inputs), [from])));
      expect(sorted(add({ edge: { from, to } }))).toEqual(sorted(expected((id, inputs) => (id === to ? swap(inputs) : inputs), [from])));
      if (before.get(to)!.length === 1)
        expect(sorted(add({ before: to }))).toEqual(sorted(expected((id, inputs) => (id === to ? ['new'] : inputs), [from])));
    }),
    RUNS,
  );
});

test('where deleted layers were, their inputs are taken', () => {
  fc.assert(
    fc.property(written(false), ({ text, choose }) => {
      const ids = idsOf(text);
      if (ids.length === 0) return;
      const gone = new Set([ids[choose(ids.length)]!, ids[choose(ids.length)]!]);
      const after = edit(text, { type: 'deleteLayers', layers: [...gone] });
      if (after === undefined) return;
      checkKept(text, after, [outputsText(text), ...ids.flatMap((id, i) => (gone.has(id) ? [textOf(text, i)] : []))]);
      const before = graphOf(text);
      const passing = (inputs: readonly string[], seen: ReadonlySet<string>): string[] =>
        inputs.flatMap((one) => (!gone.has(one) ? [one] : seen.has(one) ? [] : passing(before.get(one)!, new Set([...seen, one]))));
      const now = graphOf(after);
      expect([...now.keys()]).toEqual(ids.filter((id) => !gone.has(id)));
      for (const [id, inputs] of now) {
        const old = before.get(id)!;
        if (!old.some((one) => gone.has(one))) expect(inputs).toEqual(old);
        else expect(new Set(inputs)).toEqual(new Set(passing(old, new Set())));
      }
    }),
    RUNS,
  );
});

test('a connection that is made can be taken away again; no other one changes', () => {
  fc.assert(
    fc.property(written(false), ({ text, choose }) => {
      const ids = idsOf(text);
      if (ids.length === 0) return;
      const [from, to] = [ids[choose(ids.length)]!, ids[choose(ids.length)]!];
      const before = graphOf(text);
      const after = edit(text, { type: 'connect', from, to });
      if (after === undefined) return;
      checkKept(text, after);
      const now = graphOf(after);
      for (const [id, inputs] of now) if (id !== to) expect(inputs).toEqual(before.get(id));
      const single = ['Dense', 'ReLU', 'Dropout'].includes(analyzeText(text).layers.find(({ id }) => id === to)!.type);
      expect(now.get(to)).toEqual(single ? [from] : [...before.get(to)!, from]);
      const back = graphOf(edit(after, { type: 'disconnect', from, to })!);
      const left = now.get(to)!.toSpliced(now.get(to)!.indexOf(from), 1);
      expect(back.get(to)).toEqual(left);
    }),
    RUNS,
  );
});

test('moving a layer is the same as taking it out and putting it in there', () => {
  fc.assert(
    fc.property(written(false), ({ text, choose }) => {
      const layers = analyzeText(text).layers;
      const [item, other] = [layers[choose(layers.length || 1)], layers[choose(layers.length || 1)]];
      if (!item || !other || item === other || item.type === 'Input') return;
      const position = choose(2) ? { after: other.id } : { before: other.id };
      const after = edit(text, { type: 'moveLayer', layer: item.id, position });
      if (after === undefined) return;
      checkKept(text, after);
      const out = edit(text, { type: 'deleteLayers', layers: [item.id] });
      if (out === undefined) return;
      const isMerge = item.type === 'Add' || item.type === 'Concatenate' || item.type === 'Dot';
      const layerType = isMerge ? item.type : 'Dropout';
      const again = edit(out, { type: 'addLayer', layerType, name: item.id, position })!;
      const sorted = (graph: Map<string, readonly string[]>) => [...graph].toSorted(([a], [b]) => (a < b ? -1 : 1));
      expect(sorted(graphOf(after))).toEqual(sorted(graphOf(again)));
    }),
    RUNS,
  );
});

test('copies that are deleted again leave the model as it was', () => {
  fc.assert(
    fc.property(written(false), ({ text, choose }) => {
      const ids = idsOf(text);
      if (ids.length === 0) return;
      const chosen = [...new Set([ids[choose(ids.length)]!, ids[choose(ids.length)]!])];
      const after = edit(text, { type: 'duplicateLayers', layers: chosen })!;
      checkKept(text, after);
      const copies = idsOf(after).filter((id) => !ids.includes(id));
      expect(copies).toHaveLength(chosen.length);
      const back = edit(after, { type: 'deleteLayers', layers: copies })!;
      expect([...graphOf(back)]).toEqual([...graphOf(text)]);
      expect(jsonOf(back).outputs).toEqual(jsonOf(text).outputs);
    }),
    RUNS,
  );
});

test('a broken or a newer file is never edited', () => {
  fc.assert(
    fc.property(randomDesign(true), fc.integer(), (design, seed) => {
      const choose = choices(seed);
      const newer = JSON.stringify({ ...design, layerwise: 2 + choose(5) });
      expect(applyEdit(newer, anyEdit(JSON.stringify(design), choose, 1))).toMatchObject({
        ok: false,
        reason: expect.stringContaining('version') as string,
      });
      const broken = JSON.stringify(design).slice(0, -1 - choose(8));
      expect(applyEdit(broken, anyEdit(JSON.stringify(design), choose, 1))).toMatchObject({
        ok: false,
        reason: expect.stringContaining('column') as string,
      });
    }),
    RUNS,
  );
});
