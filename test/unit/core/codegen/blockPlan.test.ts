import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Analysis } from '../../../../src/core/analysis';
import { analyzeText } from '../../../../src/core/analyze';
import { blockPlan, type BlockPlan, type Step } from '../../../../src/core/codegen/blockPlan';
import type { Design, JsonObject, Layer } from '../../../../src/core/document';
import { scopeName, uniqueNames } from '../../../../src/core/keras/names';
import { identifier } from '../../../../src/core/keras/python';
import { readModel } from '../../../../src/core/keras/read/readModel';
import { serialize } from '../../../../src/core/serialize';
import { modelOf, short, written } from '../keras/nestedModels';

const named = ({ layers }: Analysis) => uniqueNames(layers.filter(({ used }) => used), scopeName); // prettier-ignore
const planOf = (analysis: Analysis) => blockPlan(analysis, named(analysis), { identifier, taken: ['x'], part: scopeName });

/** Only what has weights is told that it does not learn. */
const formulaOf = (type: string, name: string, stands: boolean, given: readonly (string | undefined)[]): string =>
  short(`${type}#${name}${stands && type !== 'Add' ? '!' : ''}(${given.join()})`);

/** What the outputs of a model are, as formulas with the names of the layers. */
function flatly(analysis: Analysis): readonly string[] {
  const names = named(analysis);
  const values = new Map<string, string>();
  for (const id of analysis.order) {
    const { type, inputs, frozen } = analysis.layers.find((each) => each.id === id)!;
    const given = inputs.map((from) => values.get(from));
    values.set(id, formulaOf(type, names.get(id)!, frozen, given));
  }
  return analysis.outputs.map((id) => values.get(id)!);
}

/** The same of functions and lines, which are gone through as a language would. */
function byPlan({ functions, steps, variables }: BlockPlan, { outputs }: Analysis): readonly string[] {
  const run = (lines: readonly Step[], held: Map<string, string>, name: string, told: boolean): void => {
    for (const { layer, callee, name: parts, variables: targets, takes, repeat, frozen } of lines) {
      const stands = frozen === 'always' || (frozen === 'told' && !told);
      let given = takes.map((each) => held.get(each) ?? `${each} is not there`);
      for (let i = 1; i <= (repeat ?? 1); i++) {
        const full = parts.map((part) => (typeof part === 'string' ? part : part.variable === 'i' ? String(i) : name)).join('');
        const called = functions.find((each) => each.name === callee);
        if (!called) given = [formulaOf(layer.type, full, stands, given)];
        else {
          expect(given).toHaveLength(called.inputs.length);
          const inner = new Map(called.inputs.map((input, at) => [input, given[at]!]));
          run(called.steps, inner, full, !stands);
          given = called.gives.map((each) => inner.get(each)!);
        }
      }
      expect(given).toHaveLength(targets.length);
      targets.forEach((target, at) => target !== undefined && held.set(target, given[at]!));
    }
  };
  const held = new Map<string, string>();
  run(steps, held, '', true);
  return outputs.map((id) => held.get(variables.get(id)!)!);
}

/** Repeats what can be repeated, and freezes some of it. */
function changed(design: Design, choices: readonly number[]): Design {
  let at = 0;
  const next = (): number => choices[at++ % choices.length]!;
  const { instances } = analyzeText(serialize(design));
  const change = (layers: readonly Layer[]): readonly Layer[] =>
    layers.map((layer): Layer => {
      const one = instances.find((instance) => instance.origin!.layer.name === layer.name && instance.block === layer.block);
      const can = layer.type === 'Dense' || (one !== undefined && one.inputs.length === one.gives.length);
      const freezes = layer.type === 'Block' && next() === 0;
      return {
        ...layer,
        ...(layer.type === 'Dense' && { units: 4 }),
        ...(can && next() < 2 && { repeat: next() + 1 }),
        ...(freezes && { trainable: false }),
      };
    });
  const blocks = Object.entries(design.blocks ?? {}).map(([name, block]) => [name, { ...block, layers: change(block.layers) }] as const);
  return { ...design, ...(blocks.length > 0 && { blocks: Object.fromEntries(blocks) }), layers: change(design.layers) };
}

test('functions and loops make the layers that a design has once it is expanded, with their names', () => {
  let planned = 0;
  let flat = 0;
  fc.assert(
    fc.property(modelOf(2, 'm'), fc.array(fc.nat(3), { minLength: 5, maxLength: 20 }), (model, choices) => {
      const { design } = readModel({ model: written(model, 'made'), name: 'made' });
      const analysis = analyzeText(serialize(changed(design, choices)));
      fc.pre(analysis.instances.length > 0 && !analysis.diagnostics.some(({ code, severity }) => severity === 'error' && !code.startsWith('training'))); // prettier-ignore
      const plan = planOf(analysis);
      if (!plan) flat += 1;
      else {
        planned += 1;
        expect(byPlan(plan, analysis)).toEqual(flatly(analysis));
      }
    }),
    { numRuns: 100, endOnFailure: true },
  );
  expect(planned).toBeGreaterThan(30);
  expect(flat).toBeLessThan(planned / 2);
});

const dense = (name: string, more: JsonObject = {}): JsonObject => ({ name, type: 'Dense', units: 4, ...more });
const pixels: JsonObject = { name: 'pixels', type: 'Input', shape: [4] };
const planOfLayers = (layers: readonly JsonObject[], blocks: JsonObject = {}) => {
  const analysis = analyzeText(JSON.stringify({ layerwise: 1, blocks, layers }));
  expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return planOf(analysis);
};

test('there is no plan where names would be others, where nothing is repeated, and where a block waits for itself', () => {
  expect(planOfLayers([pixels, dense('a')])).toBeUndefined();
  // "a_1" is taken, so that the first repetition has another name.
  expect(planOfLayers([pixels, dense('a', { repeat: 2 }), dense('a_1')])).toBeUndefined();
  const two = {
    layers: [{ name: 'p', type: 'Input' }, { name: 'q', type: 'Input' }, dense('c', { inputs: ['p'] }), dense('d', { inputs: ['q'] })],
  };
  const use = { name: 'two', type: 'Block', block: 'two', inputs: ['pixels', 'between'] };
  expect(
    planOfLayers([pixels, use, dense('between', { inputs: ['two/c'] }), dense('last', { inputs: ['two/d'] })], { two }),
  ).toBeUndefined();
  expect(planOfLayers([pixels, dense('a', { repeat: 2 })])).toBeDefined();
});
