import type { Analysis } from '../analysis';
import type { JsonObject } from '../document';
import { after, type Code } from '../keras/python';
import type { BlockFunction, BlockPlan, Name, Step } from './blockPlan';
import { indented, printTypescript, statement } from './printTypescript';
import { array, entry, inputCall, inputLayerCall, layerCall, literal, withObject } from './tfjsCalls';

const STEP = 2;
const TENSOR = 'tf.SymbolicTensor';

/** The function of a block. */
export function functionLines({ name, block, inputs, steps, gives, told }: BlockFunction): string[] {
  const parameters = [...inputs.map((input) => `${input}: ${TENSOR}`), 'name: string', ...(told ? ['trainable = true'] : [])];
  const type = gives.length === 1 ? TENSOR : `[${gives.map(() => TENSOR).join(', ')}]`;
  const last = steps.at(-1);
  // What comes last need not have a name to be given.
  const isGiven = last !== undefined && last.repeat === undefined && gives.length === 1 && last.variables.join() === gives[0];
  const end: Code = isGiven ? calledCode(last) : gives.length === 1 ? gives[0]! : array(gives);
  const lines = [...(isGiven ? steps.slice(0, -1) : steps).flatMap(stepLines), statement('return ', end)];
  return [
    `/** The block ${block.replaceAll(/\*\/|\n/g, ' ')}: the names of its layers begin with \`name\`. */`,
    printTypescript({ open: `function ${name}(`, items: parameters, close: `): ${type} {` }),
    ...indented(lines),
    '}',
  ];
}

/** The lines of `createModel`: each calls a layer or the function of a block, or does so several times. */
export function planLines({ steps, variables }: BlockPlan, { inputs, outputs }: Analysis, chain: boolean, name: string): string[] {
  if (chain && steps.every(({ callee }) => callee === undefined)) return chainLines(steps, name);
  const of = (ids: readonly string[]): Code => {
    const held = ids.flatMap((id) => variables.get(id) ?? []);
    return held.length === 1 ? held[0]! : array(held);
  };
  const model = withObject('tf.model(', [entry('inputs', of(inputs)), entry('outputs', of(outputs)), entry('name', literal(name))], ')');
  return [...steps.flatMap(stepLines), statement('return ', model)];
}

/** Layers one after the other: those before the first repetition at once, the others one by one. */
function chainLines(steps: readonly Step[], name: string): string[] {
  const repeated = steps.findIndex(({ repeat }) => repeat !== undefined);
  const first = repeated < 0 ? steps.length : repeated;
  const begin = steps.slice(0, first).map((step) => `    ${printTypescript(layerOf(step), 4)},`);
  const added = steps.slice(first).flatMap((step) => {
    const add: Code = { open: 'model.add(', items: [layerOf(step)], close: ')' };
    return step.repeat === undefined ? [statement('', add)] : loop(step.repeat, statement('', add, STEP));
  });
  return [
    'const model = tf.sequential({',
    `  name: ${printTypescript(literal(name))},`,
    '  layers: [',
    ...begin,
    '  ],',
    '});',
    ...added,
    'return model;',
  ];
}

function stepLines(step: Step): string[] {
  const { variables, takes, repeat } = step;
  const names = variables.length === 1 ? variables[0]! : `[${variables.map((variable) => variable ?? '').join(', ')}]`.replace(/(, )+\]$/, ']'); // prettier-ignore
  if (repeat === undefined) return [statement(`const ${names} = `, calledCode(step))];
  const again = { ...step, takes: variables.map((variable) => variable!) };
  const begin = takes.length === 1 ? takes[0]! : array(takes);
  return [statement(`let ${names} = `, begin), ...loop(repeat, statement(`${names} = `, calledCode(again), STEP))];
}

const loop = (times: number, line: string): string[] => [`for (let i = 1; i <= ${times}; i++) {`, ...indented([line]), '}'];

function calledCode(step: Step): Code {
  const { layer, callee, name, takes, frozen } = step;
  if (callee !== undefined) {
    const learns = frozen === undefined ? [] : [frozen === 'told' ? 'trainable' : 'false'];
    return { open: `${callee}(`, items: [...takes, nameCode(name), ...learns], close: ')' };
  }
  if (layer.type === 'Input') return inputCall(layer as JsonObject, plain(name));
  const from = takes.length === 1 ? takes[0]! : `[${takes.join(', ')}]`;
  return after(layerOf(step), `.apply(${from}) as ${TENSOR}`);
}

function layerOf({ layer, name, frozen }: Step): Code {
  if (layer.type === 'Input') return inputLayerCall(layer as JsonObject, plain(name));
  return layerCall(layer as JsonObject, layer.name, { name: nameCode(name), ...(frozen === 'told' && { trainable: 'trainable' }) });
}

/** Of an Input, which stands in no block and is not repeated. */
const plain = (name: Name): string => name.map((part) => (typeof part === 'string' ? part : '')).join('');

function nameCode(name: Name): Code {
  if (name.every((part) => typeof part === 'string')) return literal(name.join(''));
  return `\`${name.map((part) => (typeof part === 'string' ? part : `\${${part.variable}}`)).join('')}\``;
}
