import * as l10n from '@vscode/l10n';
import { describeAdvice } from './advice/describeAdvice';
import type { Diagnostic, Shape } from './diagnostics';
import type { Json } from './document';
import { formatCount, formatShape } from './format';
import { allOf, anyOf } from './countWords';

/** The words of a diagnostic: what is the case, what was expected, what to do. One or two sentences. */
export function describe(diagnostic: Diagnostic): string {
  switch (diagnostic.code) {
    case 'syntax.invalid':
      return l10n.t`${capital(diagnostic.facts.reason)}. Until that is put right the design cannot be read.`;
    case 'format.not-a-design':
      return l10n.t`A design is a JSON object, but this file holds ${diagnostic.facts.found}. Start with { "layerwise": 1, "layers": [] }.`;
    case 'format.missing-version':
      return l10n.t('The key "layerwise" is missing, which says the version of the format. Add "layerwise": 1 as the first key.');
    case 'format.newer-version': {
      const { found, supported } = diagnostic.facts;
      return l10n.t`This design is of version ${found}, and this Layerwise knows version ${supported}. Update Layerwise; until then it changes nothing in this file.`;
    }
    case 'format.wrong-kind': {
      const { field, expected, found } = diagnostic.facts;
      return l10n.t`"${field}" should be ${expected}, but it is ${show(found)}.`;
    }
    case 'format.duplicate-key':
      return l10n.t`The key "${diagnostic.facts.key}" is there twice, and only the last one counts. Remove one of them.`;
    case 'format.unknown-key': {
      const { key, known, suggestion } = diagnostic.facts;
      return l10n.t`Layerwise does not know the key "${key}" here and leaves it alone. ${suggestion ? didYouMean(suggestion) : l10n.t`It knows ${known.join(', ')}.`}`;
    }
    case 'layer.missing-type':
      return l10n.t('This layer has no type. Add "type" with the name of a Keras layer, such as "Dense".');
    case 'layer.missing-name':
      return l10n.t('This layer has no name. Add "name": others take it by that, and its weights are saved under it.');
    case 'layer.unknown-type':
      return l10n.t`There is no layer type ${diagnostic.facts.type}.${maybe(diagnostic.facts.suggestion)}`;
    case 'layer.duplicate-name':
      return l10n.t`Another layer is called ${diagnostic.facts.name} too. Give this one a name of its own.`;
    case 'field.unknown': {
      const { type, field, suggestion } = diagnostic.facts;
      return suggestion
        ? l10n.t`${type} has no field ${field}. ${didYouMean(suggestion)}`
        : l10n.t`${type} has no field ${field}, so it has no effect.`;
    }
    case 'field.required':
      return l10n.t`${diagnostic.facts.type} needs ${diagnostic.facts.field}, which has no default.`;
    case 'field.wrong-value': {
      const { field, expected, found, suggestion } = diagnostic.facts;
      return l10n.t`${field} should be ${expected}, but it is ${show(found)}.${maybe(suggestion)}`;
    }
    case 'block.unknown': {
      const { block, known, suggestion } = diagnostic.facts;
      if (suggestion) return l10n.t`There is no block ${block}. ${didYouMean(suggestion)}`;
      return known.length > 0
        ? l10n.t`There is no block ${block}. The design has ${known.join(', ')}.`
        : l10n.t`There is no block ${block}. Write it in "blocks".`;
    }
    case 'block.cycle': {
      const { blocks } = diagnostic.facts;
      if (blocks.length === 1) return l10n.t`The block ${blocks[0] ?? ''} holds itself, so it would never end. Take it out of itself.`;
      return l10n.t`The blocks hold one another without end: ${[...blocks, blocks[0]].join(' → ')}. Take one of them out.`;
    }
    case 'block.too-deep':
      return l10n.t`Blocks stand in one another more than ${diagnostic.facts.limit} deep at ${diagnostic.facts.block}. Put its layers in its place.`;
    case 'block.too-many': {
      const { layer, count, limit } = diagnostic.facts;
      return l10n.t`With ${layer} there would be ${formatCount(count)} layers, more than the ${formatCount(limit)} that Layerwise expands. Repeat it less often.`;
    }
    case 'block.no-output':
      return l10n.t`Nothing leaves the block ${diagnostic.facts.block}. Give it a layer, or name in "outputs" what it gives.`;
    case 'block.gives-input':
      return l10n.t`${diagnostic.facts.input} is where values come into the block ${diagnostic.facts.block}, so it gives nothing new. Name a layer behind it.`;
    case 'block.input-field': {
      const { block, input, field } = diagnostic.facts;
      return l10n.t`${input} stands for what the block ${block} takes wherever it is used, so its ${field} has no effect. Remove it.`;
    }
    case 'block.repeat-mismatch': {
      const { block, inputs, outputs } = diagnostic.facts;
      return l10n.t`The block ${block} takes ${inputs} and gives ${outputs}, so it cannot follow itself. Repeat a block that gives as many values as it takes.`;
    }
    case 'block.unused':
      return l10n.t`No layer uses the block ${diagnostic.facts.block}. Add ${`{ "type": "Block", "block": "${diagnostic.facts.block}" }`} or remove it.`;
    case 'graph.no-layers':
      return l10n.t('The design has no layers yet. Begin with an Input layer that says the shape of one sample.');
    case 'graph.no-input':
      return l10n.t('The design has no Input layer, so no shape is known. Put one first that says the shape of one sample.');
    case 'graph.dangling-input': {
      const { layer, input, suggestion } = diagnostic.facts;
      return l10n.t`${layer} takes ${input}, but no layer has that name.${maybe(suggestion)}`;
    }
    case 'graph.dangling-output':
      return l10n.t`The model gives ${diagnostic.facts.output}, but no layer has that name.${maybe(diagnostic.facts.suggestion)}`;
    case 'graph.cycle': {
      const { layers } = diagnostic.facts;
      const round = layers.length > 8 ? [...layers.slice(0, 6), '…', ...layers.slice(-1)] : layers;
      return l10n.t`The layers go round in a circle: ${[...round, layers[0]].join(' → ')}. Take one of these connections away.`;
    }
    case 'graph.input-takes-none':
      return l10n.t`${diagnostic.facts.layer} is an Input, where samples come in, so it takes no other layer. Remove its "inputs".`;
    case 'graph.wrong-input-count': {
      const { layer, type, expected, found } = diagnostic.facts;
      return expected.startsWith('1 ')
        ? l10n.t`${type} takes ${expected}, but ${layer} has ${found === 0 ? l10n.t('none') : found}. Name it in "inputs".`
        : l10n.t`${type} takes ${expected}, but ${layer} has ${found === 0 ? l10n.t('none') : found}. Name them in "inputs".`;
    }
    case 'graph.unreachable':
      return l10n.t`Nothing leads from ${diagnostic.facts.layer} to an output of the model, so it is left out. Connect it or delete it.`;
    case 'graph.missing-output':
      return l10n.t('The model has no output. Name the layers that it should give in "outputs".');
    case 'shape.rank-mismatch': {
      const { layer, type, expected, found } = diagnostic.facts;
      const way = found.length < Number.parseInt(expected.replace(/\D+/, '')) ? l10n.t('a Reshape') : l10n.t('a Flatten or a Reshape');
      return l10n.t`${type} needs ${expected}, but ${layer} gets ${shape(found)}. Put ${way} before it.`;
    }
    case 'shape.dimension-mismatch': {
      const { layer, type, expected, found } = diagnostic.facts;
      return l10n.t`${type} needs ${expected}, but ${layer} gets ${shape(found)}.`;
    }
    case 'shape.merge-mismatch': {
      const { type, inputs } = diagnostic.facts;
      return l10n.t`${type} cannot put these shapes together: ${inputs.map(({ name, shape: found }) => l10n.t`${name} gives ${shape(found)}`).join(', ')}.`;
    }
    case 'shape.unknown-dimension': {
      const { layer, type, found } = diagnostic.facts;
      return l10n.t`${type} must know the size of every dimension that its weights depend on, but ${layer} gets ${shape(found)}. Say the size in the Input layer.`;
    }
    case 'shape.empty-output': {
      const { layer, found, detail } = diagnostic.facts;
      return l10n.t`Nothing would be left after ${layer}: it gets ${shape(found)}, and ${detail}.`;
    }
    case 'size.too-large': {
      const { layer, what, count, limit } = diagnostic.facts;
      const noun = { parameters: l10n.t('parameters'), shape: l10n.t('values for one sample'), connections: l10n.t('connections') }[what];
      return l10n.t`${layer ?? l10n.t('The model')} would have ${formatCount(count)} ${noun}, more than the ${formatCount(limit)} that Layerwise counts. Make it smaller.`;
    }
    case 'training.unknown-name': {
      const { field, found, suggestion, known } = diagnostic.facts;
      return l10n.t`There is no ${singular(field)} "${found}". ${suggestion ? didYouMean(suggestion) : l10n.t`Layerwise has ${known.join(', ')}.`}`;
    }
    case 'training.unknown-monitor': {
      const { callback, monitor, validation, known, suggestion } = diagnostic.facts;
      if (validation)
        return l10n.t`${callback} watches ${monitor}, but no samples are kept for validation. Add "validation" to the data, or watch ${anyOf(known)}.`;
      return l10n.t`${callback} watches ${monitor}, which no epoch ends with. ${suggestion ? didYouMean(suggestion) : l10n.t`There is ${known.join(', ')}.`}`;
    }
    case 'training.freezes-no-layer': {
      const { pattern, suggestion } = diagnostic.facts;
      return l10n.t`No layer of the model has a name like ${pattern}, so nothing is frozen by it.${maybe(suggestion)}`;
    }
    case 'training.freezes-all': {
      const { phase, layers } = diagnostic.facts;
      const names = layers.length > 6 ? [...layers.slice(0, 5), '…'] : layers;
      return l10n.t`Phase ${phase} freezes every layer that has weights (${names.join(', ')}), so there is nothing to learn in it. Leave one of them out.`;
    }
    case 'training.missing':
      return l10n.t`Training needs "${diagnostic.facts.field}". Add it to the training section.`;
    case 'training.no-such-end': {
      const { field, what, name, known, suggestion } = diagnostic.facts;
      return `${noSuchEnd(what, field, name)} ${suggestion ? didYouMean(suggestion) : endsOf(what, known)}`;
    }
    case 'training.not-of-each': {
      const { field, what, names } = diagnostic.facts;
      const each = `{ ${names.map((name) => `${JSON.stringify(name)}: …`).join(', ')} }`;
      return what === 'input'
        ? l10n.t`The model has several inputs, and "${field}" does not say it of ${allOf(names)}. Name each: "${field}": ${each}.`
        : l10n.t`The model has several outputs, and "${field}" does not say it of ${allOf(names)}. Name each: "${field}": ${each}.`;
    }
    case 'training.not-trainable':
      return diagnostic.facts.reason;
    default:
      return describeAdvice(diagnostic);
  }
}

type End = 'input' | 'output';

const noSuchEnd = (what: End, field: string, name: string): string =>
  what === 'input'
    ? l10n.t`"${field}" speaks of ${name}, which is no input of the model.`
    : l10n.t`"${field}" speaks of ${name}, which is no output of the model.`;

function endsOf(what: End, known: readonly string[]): string {
  if (known.length === 0) return what === 'input' ? l10n.t('The model has no input.') : l10n.t('The model has no output.');
  return what === 'input' ? l10n.t`The inputs of the model: ${known.join(', ')}.` : l10n.t`The outputs of the model: ${known.join(', ')}.`;
}

const didYouMean = (suggestion: string): string => l10n.t`Did you mean ${suggestion}?`;
const maybe = (suggestion: string | undefined): string => (suggestion ? ` ${didYouMean(suggestion)}` : '');
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const singular = (field: string): string => (field === 'metrics' || field === 'callbacks' ? field.slice(0, -1) : field);
const shape = (found: Shape): string => (found.length === 0 ? l10n.t('a single number') : formatShape(found));

/** A value as it stands in the file, cut where it is long. */
function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
