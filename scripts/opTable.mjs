// Writes what TensorFlow's registry says of the operations that a captured step can hold: those of tfjs-node's kernels and
// of our own, and those that the graph around them is made of. A Python with TensorFlow is needed: $LAYERWISE_PYTHON or python3.
import * as tf from '@tensorflow/tfjs-core';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const tfjsNode = join(root, 'node_modules/@tensorflow/tfjs-node/dist');
const target = join(root, 'src/trainer/capture/tensorflow/opTable.json');

const CALL = /execute(?:SingleOutput|SingleInput|MultipleOutputs|Op)\(\s*(?:tfjs_1\.(\w+)|'(\w+)')/g;
const kernels = readdirSync(join(tfjsNode, 'kernels')).filter((name) => name.endsWith('.js'));
const emitted = kernels.flatMap((name) =>
  [...readFileSync(join(tfjsNode, 'kernels', name), 'utf8').matchAll(CALL)].map(([, constant, literal]) => literal ?? tf[constant]),
);
// Emitted by kernels of ours (src/trainer/runtime/tensorflow) and by tfjs-node's backend itself.
const own = ['StatelessRandomNormal', 'StatelessRandomUniform', 'Div', 'DivNoNan', 'LeakyReluGrad', 'ReluGrad', 'SeluGrad'];
const around = [
  ...['Add', 'AssignVariableOp', 'Cast', 'Const', 'DeepCopy', 'Empty', 'Enter', 'Exit', 'GatherV2', 'Identity', 'Less', 'LoopCond'],
  ...['MatMul', 'Merge', 'NextIteration', 'Pack', 'PartitionedCall', 'Placeholder', 'ReadVariableOp', 'Reshape'],
  ...['ResourceGather', 'ResourceScatterUpdate', 'Shape', 'Slice', 'StatelessWhile'],
  ...['ResourceApplyAdam', 'ResourceApplyGradientDescent', 'ResourceApplyKerasMomentum'],
  ...['Switch', 'TensorListReserve', 'TensorListSetItem', 'TensorListStack', 'Unpack', 'VarHandleOp'],
];

const program = `
import json, sys
from tensorflow.python.framework import op_def_registry

def argument(arg):
    type = arg.type_attr or arg.type
    if arg.type_list_attr: return {"types": arg.type_list_attr}
    return {"type": type, "count": arg.number_attr} if arg.number_attr else type

table = {}
for name in sorted(set(json.load(sys.stdin))):
    op = op_def_registry.get(name)
    if op is None: continue
    table[name] = {"inputs": [argument(a) for a in op.input_arg], "outputs": [argument(a) for a in op.output_arg],
      "names": [a.name for a in op.output_arg], "attributes": {a.name: a.type + ("?" if a.HasField("default_value") else "") for a in op.attr}}
    if op.is_stateful: table[name]["stateful"] = True
json.dump(table, sys.stdout)
`;

const { status, stdout, stderr } = spawnSync(process.env.LAYERWISE_PYTHON ?? 'python3', ['-c', program], {
  input: JSON.stringify([...emitted, ...own, ...around].filter(Boolean)),
  env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  encoding: 'utf8',
});
if (status !== 0) {
  console.error(stderr || 'Python could not be started.');
  process.exit(1);
}
const table = JSON.parse(stdout);
const lines = Object.entries(table).map(([name, op]) => `${JSON.stringify(name)}: ${JSON.stringify(op)}`);
writeFileSync(target, await format(`{\n${lines.join(',\n')}\n}`, { parser: 'json', ...(await resolveConfig(target)) }));
console.log(`${lines.length} operations in ${target}`);
