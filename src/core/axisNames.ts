import { layerOfId, type Analysis, type LayerAnalysis } from './analysis';
import { formatShape } from './format';

/** Layers whose outputs mean what comes in, axis by axis. */
const AS_BEFORE =
  /^(?:.*Normalization|.*Dropout(?:\dD)?|GaussianNoise|Activation|.*ReLU|ELU|Softmax|Add|Subtract|Multiply|Average|Maximum|Minimum|Concatenate)$/;
/** Layers that stand for the last axis with numbers of their own. */
const OWN_LAST: Readonly<Record<string, string>> = { Dense: 'units', Embedding: 'vector' };

/**
 * What the dimensions of a layer's output are called, as far as its type, those before it and those that take it tell:
 * `['height', 'width', 'channels']`. Absent: nobody says it.
 */
export function axisNames(analysis: Analysis, id: string): readonly string[] | undefined {
  const layer = layerOfId(analysis, id);
  if (!layer?.output) return undefined;
  const names = namesOf(layer, analysis, 0) ?? namesForTakers(layer, analysis);
  return names?.length === layer.output.length ? names : undefined;
}

/** Far enough for any stack that means the same throughout. */
const FARTHEST = 100;

function namesOf(layer: LayerAnalysis, analysis: Analysis, far: number): readonly string[] | undefined {
  const { type, spec, output, inputs } = layer;
  const rank = output?.length ?? 0;
  const before = layerOfId(analysis, inputs[0]);
  const inherited = (): readonly string[] | undefined => (before && far < FARTHEST ? namesOf(before, analysis, far + 1) : undefined);
  const own = Object.hasOwn(OWN_LAST, type) ? OWN_LAST[type] : undefined;
  if (own !== undefined) {
    if (rank === 1) return [own];
    const others = type === 'Embedding' ? ['steps'] : inherited()?.slice(0, -1);
    return others && [...others, own];
  }
  if (type === 'Flatten' || (type === 'Reshape' && rank === 1)) return ['values'];
  if (rank === 1 && (spec?.family === 'recurrent' || type.startsWith('Global')))
    return [spec?.family === 'recurrent' ? 'units' : 'channels'];
  if (spec?.family === 'recurrent') return rank === 2 ? ['steps', 'units'] : undefined;
  if (AS_BEFORE.test(type)) return inherited();
  const said = spec?.axes?.split(', ');
  return said?.length === rank ? said : undefined;
}

/** An Input, or what was only arranged, is what those who take it take it for. */
function namesForTakers({ id, output }: LayerAnalysis, { layers }: Analysis): readonly string[] | undefined {
  const takers = layers.filter(({ inputs }) => inputs.includes(id));
  for (const { spec } of takers) {
    const said = spec?.axes?.split(', ');
    if (said?.length === output?.length) return said;
  }
  return output?.length === 1 ? ['values'] : undefined;
}

/** `28 × 28 × 1: height × width × channels`; the shape alone where nobody says more. */
export function shapeWithNames(analysis: Analysis, { id, output = [] }: LayerAnalysis): string {
  const names = axisNames(analysis, id);
  return names ? `${formatShape(output)}: ${names.join(' × ')}` : formatShape(output);
}
