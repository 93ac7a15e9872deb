import type { Analysis, LayerAnalysis } from '../analysis';
import { isByName } from '../training/each';
import { blockPlan } from '../codegen/blockPlan';
import { functionLines, planLines } from './blockCode';
import { layerCall } from './calls';
import { compileLines, type ProgramEnd } from './compileCode';
import { dataNeeds } from './dataCode';
import { isChain, scopeName, uniqueNames } from './names';
import { after, assign, call, identifier, keyword, list, literal, print, type Code } from './python';
import { fitLines } from './trainingCode';

/** Names that a variable of the program must not take. */
const TAKEN = [
  ...'False None True and as assert async await break class continue def del elif else except finally for from global if import in'.split(
    ' ',
  ),
  ...'is lambda nonlocal not or pass raise return try while with yield'.split(' '),
  ...'keras layers numpy gzip partial read_idx model optimizer mean deviation count kept range int len open'.split(' '),
  ...'x_train y_train x_valid y_valid x_test y_test'.split(' '),
];

const READ_IDX = `def read_idx(name):
    """The array in an IDX file, gzipped or not."""
    with open(name, "rb") as file:
        data = file.read()
    if data[:2] == b"\\x1f\\x8b":
        data = gzip.decompress(data)
    kinds = {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
    shape = numpy.frombuffer(data, ">u4", data[3], 4)
    return numpy.frombuffer(data, kinds[data[2]], offset=4 + 4 * data[3]).reshape(shape)`;

/**
 * A design without errors as a program for Keras 3: the model, how it is compiled, and its training where the file is run and
 * not imported.
 */
export function kerasProgram(analysis: Analysis): string {
  const { design } = analysis;
  const name = design?.name ?? 'model';
  const training = design?.training;
  const byId = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  const used = analysis.order.map((id) => byId.get(id)!).filter((layer) => layer.used);
  const names = uniqueNames(used, scopeName);
  const plan = blockPlan(analysis, names, { identifier, taken: TAKEN, part: scopeName });
  const chain = isChain(used, analysis.outputs);
  const model = plan ? planLines(plan, analysis, chain, name) : chain ? chainLines(used, name) : graphLines(used, analysis, name);
  const functions = (plan?.functions ?? []).flatMap((each) => ['', ...functionLines(each), '']);
  const ends = (ids: readonly string[]): ProgramEnd[] =>
    ids.flatMap((id) => (names.has(id) ? [{ name: byId.get(id)!.name, keras: names.get(id)!, shape: byId.get(id)!.output ?? [] }] : []));
  const [inputs, outputs] = [ends(analysis.inputs), ends(analysis.outputs)];
  const canTrain = training?.loss !== undefined && training.data !== undefined && (inputs.length === 1 || isByName(training.data.inputs));
  const needs = canTrain ? dataNeeds(training.data) : { numpy: false, idx: false };
  const main = canTrain ? fitLines(training, inputs, outputs) : ['model.summary()'];
  const blocks = [
    [`"""The model ${name.replaceAll('"', "'").replaceAll('\\', '/')}, written by Layerwise for Keras 3."""`],
    [
      ...(needs.idx ? ['import gzip'] : []),
      ...([...functions, ...model].some((line) => line.includes('partial(')) ? ['from functools import partial'] : []),
    ],
    ['import keras', ...(needs.numpy ? ['import numpy'] : []), 'from keras import layers'],
    needs.idx ? ['', READ_IDX, ''] : [],
    functions,
    typeof training?.seed === 'number' ? [`keras.utils.set_random_seed(${training.seed})`] : [],
    model,
    training?.loss === undefined ? [] : compileLines(training, outputs),
    ['if __name__ == "__main__":', ...main.map((line) => `    ${line}`)],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function chainLines(used: readonly LayerAnalysis[], name: string): string[] {
  const names = uniqueNames(used, scopeName);
  // One layer a line, however few there are.
  const items = used.map(({ id, layer }) => `        ${print(layerCall(layer, literal(names.get(id)!)), 8)},`);
  return ['model = keras.Sequential(', '    [', ...items, '    ],', `    ${print(keyword('name', literal(scopeName(name))))},`, ')'];
}

function graphLines(used: readonly LayerAnalysis[], { inputs, outputs }: Analysis, name: string): string[] {
  const names = uniqueNames(used, scopeName);
  const variables = uniqueNames(used, identifier, TAKEN);
  const of = (ids: readonly string[]): Code => (ids.length === 1 ? variables.get(ids[0]!)! : list(ids.map((id) => variables.get(id)!)));
  const present = inputs.filter((id) => variables.has(id));
  return [
    ...used.map(({ id, layer, inputs: taken, type }) => {
      const made = layerCall(layer, literal(names.get(id)!));
      return print(assign(variables.get(id)!, type === 'Input' ? made : after(made, `(${print(of(taken))})`)));
    }),
    print(assign('model', call('keras.Model', of(present), of(outputs), keyword('name', literal(scopeName(name)))))),
  ];
}
