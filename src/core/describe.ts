import { describeAdvice } from './advice/describeAdvice';
import type { Diagnostic, Shape } from './diagnostics';
import type { Json } from './document';
import { formatCount, formatShape } from './format';

/** The words of a diagnostic: what is the case, what was expected, what to do. One or two sentences. */
export function describe(diagnostic: Diagnostic): string {
  switch (diagnostic.code) {
    case 'syntax.invalid':
      return `${capital(diagnostic.facts.reason)}. Until that is put right the design cannot be read.`;
    case 'format.not-a-design':
      return `A design is a JSON object, but this file holds ${diagnostic.facts.found}. Start with { "layerwise": 1, "layers": [] }.`;
    case 'format.missing-version':
      return 'The key "layerwise" is missing, which says the version of the format. Add "layerwise": 1 as the first key.';
    case 'format.newer-version': {
      const { found, supported } = diagnostic.facts;
      return `This design is of version ${found}, and this Layerwise knows version ${supported}. Update Layerwise; until then it changes nothing in this file.`;
    }
    case 'format.wrong-kind': {
      const { field, expected, found } = diagnostic.facts;
      return `"${field}" should be ${expected}, but it is ${show(found)}.`;
    }
    case 'format.duplicate-key':
      return `The key "${diagnostic.facts.key}" is there twice, and only the last one counts. Remove one of them.`;
    case 'format.unknown-key': {
      const { key, known, suggestion } = diagnostic.facts;
      return `Layerwise does not know the key "${key}" here and leaves it alone. ${suggestion ? didYouMean(suggestion) : `It knows ${known.join(', ')}.`}`;
    }
    case 'layer.missing-type':
      return 'This layer has no type. Add "type" with the name of a Keras layer, such as "Dense".';
    case 'layer.missing-name':
      return 'This layer has no name. Add "name": others take it by that, and its weights are saved under it.';
    case 'layer.unknown-type':
      return `There is no layer type ${diagnostic.facts.type}.${maybe(diagnostic.facts.suggestion)}`;
    case 'layer.duplicate-name':
      return `Another layer is called ${diagnostic.facts.name} too. Give this one a name of its own.`;
    case 'field.unknown': {
      const { type, field, suggestion } = diagnostic.facts;
      return `${type} has no field ${field}${suggestion ? `. ${didYouMean(suggestion)}` : ', so it has no effect.'}`;
    }
    case 'field.required':
      return `${diagnostic.facts.type} needs ${diagnostic.facts.field}, which has no default.`;
    case 'field.wrong-value': {
      const { field, expected, found, suggestion } = diagnostic.facts;
      return `${field} should be ${expected}, but it is ${show(found)}.${maybe(suggestion)}`;
    }
    case 'block.unknown': {
      const { block, known, suggestion } = diagnostic.facts;
      if (suggestion) return `There is no block ${block}. ${didYouMean(suggestion)}`;
      return `There is no block ${block}. ${known.length > 0 ? `The design has ${known.join(', ')}.` : 'Write it in "blocks".'}`;
    }
    case 'block.cycle': {
      const { blocks } = diagnostic.facts;
      if (blocks.length === 1) return `The block ${blocks[0]} holds itself, so it would never end. Take it out of itself.`;
      return `The blocks hold one another without end: ${[...blocks, blocks[0]].join(' → ')}. Take one of them out.`;
    }
    case 'block.too-deep':
      return `Blocks stand in one another more than ${diagnostic.facts.limit} deep at ${diagnostic.facts.block}. Put its layers in its place.`;
    case 'block.too-many': {
      const { layer, count, limit } = diagnostic.facts;
      return `With ${layer} there would be ${formatCount(count)} layers, more than the ${formatCount(limit)} that Layerwise expands. Repeat it less often.`;
    }
    case 'block.no-output':
      return `Nothing leaves the block ${diagnostic.facts.block}. Give it a layer, or name in "outputs" what it gives.`;
    case 'block.gives-input':
      return `${diagnostic.facts.input} is where values come into the block ${diagnostic.facts.block}, so it gives nothing new. Name a layer behind it.`;
    case 'block.input-field': {
      const { block, input, field } = diagnostic.facts;
      return `${input} stands for what the block ${block} takes wherever it is used, so its ${field} has no effect. Remove it.`;
    }
    case 'block.repeat-mismatch': {
      const { block, inputs, outputs } = diagnostic.facts;
      return `The block ${block} takes ${inputs} and gives ${outputs}, so it cannot follow itself. Repeat a block that gives as many values as it takes.`;
    }
    case 'block.unused':
      return `No layer uses the block ${diagnostic.facts.block}. Add { "type": "Block", "block": "${diagnostic.facts.block}" } or remove it.`;
    case 'graph.no-layers':
      return 'The design has no layers yet. Begin with an Input layer that says the shape of one sample.';
    case 'graph.no-input':
      return 'The design has no Input layer, so no shape is known. Put one first that says the shape of one sample.';
    case 'graph.dangling-input': {
      const { layer, input, suggestion } = diagnostic.facts;
      return `${layer} takes ${input}, but no layer has that name.${maybe(suggestion)}`;
    }
    case 'graph.dangling-output':
      return `The model gives ${diagnostic.facts.output}, but no layer has that name.${maybe(diagnostic.facts.suggestion)}`;
    case 'graph.cycle': {
      const { layers } = diagnostic.facts;
      const round = layers.length > 8 ? [...layers.slice(0, 6), '…', ...layers.slice(-1)] : layers;
      return `The layers go round in a circle: ${[...round, layers[0]].join(' → ')}. Take one of these connections away.`;
    }
    case 'graph.input-takes-none':
      return `${diagnostic.facts.layer} is an Input, where samples come in, so it takes no other layer. Remove its "inputs".`;
    case 'graph.wrong-input-count': {
      const { layer, type, expected, found } = diagnostic.facts;
      return `${type} takes ${expected}, but ${layer} has ${found === 0 ? 'none' : found}. Name ${expected.startsWith('1 ') ? 'it' : 'them'} in "inputs".`;
    }
    case 'graph.unreachable':
      return `Nothing leads from ${diagnostic.facts.layer} to an output of the model, so it is left out. Connect it or delete it.`;
    case 'graph.missing-output':
      return 'The model has no output. Name the layers that it should give in "outputs".';
    case 'shape.rank-mismatch': {
      const { layer, type, expected, found } = diagnostic.facts;
      const way = found.length < Number.parseInt(expected.replace(/\D+/, '')) ? 'a Reshape' : 'a Flatten or a Reshape';
      return `${type} needs ${expected}, but ${layer} gets ${shape(found)}. Put ${way} before it.`;
    }
    case 'shape.dimension-mismatch': {
      const { layer, type, expected, found } = diagnostic.facts;
      return `${type} needs ${expected}, but ${layer} gets ${shape(found)}.`;
    }
    case 'shape.merge-mismatch': {
      const { type, inputs } = diagnostic.facts;
      return `${type} cannot put these shapes together: ${inputs.map(({ name, shape: found }) => `${name} gives ${shape(found)}`).join(', ')}.`;
    }
    case 'shape.unknown-dimension': {
      const { layer, type, found } = diagnostic.facts;
      return `${type} must know the size of every dimension that its weights depend on, but ${layer} gets ${shape(found)}. Say the size in the Input layer.`;
    }
    case 'shape.empty-output': {
      const { layer, found, detail } = diagnostic.facts;
      return `Nothing would be left after ${layer}: it gets ${shape(found)}, and ${detail}.`;
    }
    case 'size.too-large': {
      const { layer, what, count, limit } = diagnostic.facts;
      const noun = { parameters: 'parameters', shape: 'values for one sample', connections: 'connections' }[what];
      return `${layer ?? 'The model'} would have ${formatCount(count)} ${noun}, more than the ${formatCount(limit)} that Layerwise counts. Make it smaller.`;
    }
    case 'training.unknown-name': {
      const { field, found, suggestion, known } = diagnostic.facts;
      return `There is no ${singular(field)} "${found}". ${suggestion ? didYouMean(suggestion) : `Layerwise has ${known.join(', ')}.`}`;
    }
    case 'training.unknown-monitor': {
      const { callback, monitor, validation, known, suggestion } = diagnostic.facts;
      if (validation)
        return `${callback} watches ${monitor}, but no samples are kept for validation. Add "validation" to the data, or watch ${known.join(' or ')}.`;
      return `${callback} watches ${monitor}, which no epoch ends with.${suggestion ? ` ${didYouMean(suggestion)}` : ` There is ${known.join(', ')}.`}`;
    }
    case 'training.freezes-no-layer': {
      const { pattern, suggestion } = diagnostic.facts;
      return `No layer of the model has a name like ${pattern}, so nothing is frozen by it.${maybe(suggestion)}`;
    }
    case 'training.freezes-all': {
      const { phase, layers } = diagnostic.facts;
      const names = layers.length > 6 ? [...layers.slice(0, 5), '…'] : layers;
      return `Phase ${phase} freezes every layer that has weights (${names.join(', ')}), so there is nothing to learn in it. Leave one of them out.`;
    }
    case 'training.missing':
      return `Training needs "${diagnostic.facts.field}". Add it to the training section.`;
    case 'training.no-such-end': {
      const { field, what, name, known, suggestion } = diagnostic.facts;
      const there = known.length === 0 ? `The model has no ${what}.` : `The ${what}s of the model: ${known.join(', ')}.`;
      return `"${field}" speaks of ${name}, which is no ${what} of the model. ${suggestion ? didYouMean(suggestion) : there}`;
    }
    case 'training.not-of-each': {
      const { field, what, names } = diagnostic.facts;
      const each = names.map((name) => `${JSON.stringify(name)}: …`).join(', ');
      return `The model has several ${what}s, and "${field}" does not say it of ${names.join(' and ')}. Name each: "${field}": { ${each} }.`;
    }
    case 'training.not-trainable':
      return diagnostic.facts.reason;
    default:
      return describeAdvice(diagnostic);
  }
}

const didYouMean = (suggestion: string): string => `Did you mean ${suggestion}?`;
const maybe = (suggestion: string | undefined): string => (suggestion ? ` ${didYouMean(suggestion)}` : '');
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const singular = (field: string): string => (field === 'metrics' ? 'metric' : field);
const shape = (found: Shape): string => (found.length === 0 ? 'a single number' : formatShape(found));

/** A value as it stands in the file, cut where it is long. */
function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
