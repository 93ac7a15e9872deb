import type { OnnxNode } from '../model';
import type { Importation } from './importation';

/**
 * Functions that files have in several nodes, because ONNX had no operator for them: each becomes one node at the place of its
 * last one. By that last node.
 */
export function recognize(importation: Importation): ReadonlyMap<OnnxNode, OnnxNode> {
  const replaced = new Map<OnnxNode, OnnxNode>();
  const from = new Map(importation.graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const near = (name: string | undefined, wanted: number): boolean => {
    const numbers = importation.numbers(name);
    return numbers?.length === 1 && Math.abs(numbers[0]! - wanted) < 1e-4 * Math.abs(wanted);
  };
  const user = (node: OnnxNode | undefined, op: string): OnnxNode | undefined => {
    const next = importation.onlyUser(node?.outputs[0]);
    return next?.op === op ? next : undefined;
  };
  const other = (node: OnnxNode, name: string | undefined): string | undefined => node.inputs.find((input) => input !== name);
  const become = (last: OnnxNode, op: string, x: string, nodes: readonly OnnxNode[], attributes: OnnxNode['attributes'] = {}): void => {
    for (const node of nodes) importation.done.add(node);
    const whole = { ...last, op, inputs: [x], attributes };
    importation.same.set(whole, last);
    replaced.set(last, whole);
  };
  for (const node of importation.graph.nodes) {
    const [x = ''] = node.inputs;
    const product = user(node, 'Mul');
    // x × sigmoid(x), x × hard_sigmoid(x)
    if ((node.op === 'Sigmoid' || node.op === 'HardSigmoid') && product && other(product, node.outputs[0]) === x) {
      if (node.op === 'Sigmoid') become(product, 'Silu', x, [node]);
      else if (isKerasHardSigmoid(node)) become(product, 'HardSwish', x, [node]);
    }
    // x × tanh(softplus(x))
    const softplus = node.op === 'Tanh' ? from.get(x) : undefined;
    if (
      softplus?.op === 'Softplus' &&
      product &&
      other(product, node.outputs[0]) === softplus.inputs[0] &&
      importation.onlyUser(x) === node
    )
      become(product, 'Mish', softplus.inputs[0]!, [node, softplus]);
    // x / 2 × (1 + erf(x / √2)), multiplied in any order
    const scaled = node.op === 'Erf' ? from.get(x) : undefined;
    const isScaled =
      scaled &&
      ((scaled.op === 'Div' && near(scaled.inputs[1], Math.SQRT2)) ||
        (scaled.op === 'Mul' && scaled.inputs.some((name) => near(name, Math.SQRT1_2))));
    const plusOne = isScaled ? user(node, 'Add') : undefined;
    const times = plusOne?.inputs.some((name) => near(name, 1)) ? user(plusOne, 'Mul') : undefined;
    if (!scaled || !plusOne || !times) continue;
    const source = scaled.inputs.find((name) => !importation.constant(name));
    const factor = other(times, plusOne.outputs[0]);
    const half = from.get(factor ?? '');
    const last = user(times, 'Mul');
    if (source === undefined) continue;
    if (factor === source && last?.inputs.some((name) => near(name, 0.5))) become(last, 'Gelu', source, [scaled, node, plusOne, times]);
    else if (half?.op === 'Mul' && half.inputs.includes(source) && half.inputs.some((name) => near(name, 0.5)))
      become(times, 'Gelu', source, [scaled, node, plusOne, half]);
  }
  return replaced;
}

function isKerasHardSigmoid({ attributes: { alpha, beta } }: OnnxNode): boolean {
  return (
    alpha !== undefined && 'float' in alpha && Math.abs(alpha.float - 1 / 6) < 1e-6 && (!beta || ('float' in beta && beta.float === 0.5))
  );
}
