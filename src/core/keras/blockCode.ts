import type { Analysis } from '../analysis';
import type { BlockFunction, BlockPlan, Name, Step } from '../codegen/blockPlan';
import { layerCall } from './calls';
import { scopeName } from './names';
import { after, assign, before, call, keyword, list, literal, print, type Code } from './python';

const STEP = 4;

/** The function of a block. */
export function functionLines({ name, block, inputs, steps, gives, told }: BlockFunction): string[] {
  const parameters = [...inputs, 'name', ...(told ? ['trainable=True'] : [])];
  const last = steps.at(-1);
  // What comes last need not have a name to be given.
  const isGiven = last !== undefined && last.repeat === undefined && gives.length === 1 && last.variables.join() === gives[0];
  const end = isGiven ? before('return ', calledCode(last)) : `return ${gives.join(', ')}`;
  const body = [...(isGiven ? steps.slice(0, -1) : steps).flatMap((step) => stepLines(step, STEP)), print(end, STEP)];
  return [
    `def ${name}(${parameters.join(', ')}):`,
    ...[`"""The block ${block.replaceAll(/["\\\n]/g, "'")}: the names of its layers begin with name."""`, ...body].map((line) => `    ${line}`), // prettier-ignore
  ];
}

/** The model: each line calls a layer or the function of a block, or does so several times. */
export function planLines({ steps, variables }: BlockPlan, { inputs, outputs }: Analysis, chain: boolean, name: string): string[] {
  const named = keyword('name', literal(scopeName(name)));
  if (chain && steps.every(({ callee }) => callee === undefined)) return chainLines(steps, named);
  const of = (ids: readonly string[]): Code => {
    const held = ids.flatMap((id) => variables.get(id) ?? []);
    return held.length === 1 ? held[0]! : list(held);
  };
  const model = call('keras.Model', of(inputs), of(outputs), named);
  return [...steps.flatMap((step) => stepLines(step)), print(assign('model', model))];
}

/** Layers one after the other: those before the first repetition at once, the others one by one. */
function chainLines(steps: readonly Step[], named: Code): string[] {
  const repeated = steps.findIndex(({ repeat }) => repeat !== undefined);
  const first = repeated < 0 ? steps.length : repeated;
  const begin = steps.slice(0, first).map((step) => `        ${print(layerOf(step), 2 * STEP)},`);
  const added = steps.slice(first).flatMap((step) => {
    const add = (indent: number) => print(call('model.add', layerOf(step)), indent);
    return step.repeat === undefined ? [add(0)] : [loop(step.repeat), `    ${add(STEP)}`];
  });
  return ['model = keras.Sequential(', '    [', ...begin, '    ],', `    ${print(named, STEP)},`, ')', ...added];
}

/** @param indent columns that the lines stand within */
function stepLines(step: Step, indent = 0): string[] {
  const { variables, takes, repeat } = step;
  const names = variables.map((variable) => variable ?? '_').join(', ');
  if (repeat === undefined) return [print(assign(names, calledCode(step)), indent)];
  const again = { ...step, takes: variables.map((variable) => variable!) };
  return [`${names} = ${takes.join(', ')}`, loop(repeat), `    ${print(assign(names, calledCode(again)), indent + STEP)}`];
}

const loop = (times: number): string => `for i in range(1, ${times + 1}):`;

function calledCode(step: Step): Code {
  const { layer, callee, name, takes, frozen } = step;
  if (callee !== undefined) {
    const learns = frozen === undefined ? [] : [keyword('trainable', frozen === 'told' ? 'trainable' : 'False')];
    return call(callee, ...takes, keyword('name', nameCode(name)), ...learns);
  }
  const made = layerOf(step);
  return layer.type === 'Input' ? made : after(made, `(${takes.length === 1 ? takes[0]! : `[${takes.join(', ')}]`})`);
}

const layerOf = ({ layer, name, frozen }: Step): Code => layerCall(layer, nameCode(name), frozen === 'told' ? 'trainable' : undefined);

/** A text, with f before it where there is something in it. */
function nameCode(name: Name): Code {
  const text = name.map((part) => (typeof part === 'string' ? part : `{${part.variable}}`)).join('');
  return name.every((part) => typeof part === 'string') ? literal(text) : `f"${text}"`;
}
