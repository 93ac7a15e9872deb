import * as l10n from '@vscode/l10n';
import { writtenOf, type LayerAnalysis } from './analysis';
import type { Diagnostic } from './diagnostics';
import type { Edit } from './edits';
import { formatShape } from './format';

/** What mends a problem, as a person reads it, and the edit behind it. */
export interface Fix {
  readonly title: string;
  readonly edit: Edit;
}

const fieldAt = ({ place: { path } }: Diagnostic): string | undefined =>
  path[0] === 'layers' && path.length === 3 && typeof path[2] === 'string' ? path[2] : undefined;

/** Ways out of a problem that one edit makes. Empty: a person has to decide. */
export function fixesFor(diagnostic: Diagnostic, layer: LayerAnalysis | undefined): readonly Fix[] {
  if (diagnostic.fixes) return diagnostic.fixes;
  if (diagnostic.code === 'block.unused') {
    const { block } = diagnostic.facts;
    return [{ title: l10n.t`Remove the block ${block}`, edit: { type: 'deleteBlock', block } }];
  }
  if (!layer) return [];
  const id = layer.id;
  const field = fieldAt(diagnostic);
  switch (diagnostic.code) {
    case 'layer.unknown-type': {
      const { suggestion } = diagnostic.facts;
      return suggestion === undefined
        ? []
        : [{ title: l10n.t`Use ${suggestion}`, edit: { type: 'setField', layer: id, field: 'type', value: suggestion } }];
    }
    case 'block.unknown': {
      const { suggestion } = diagnostic.facts;
      return suggestion === undefined
        ? []
        : [{ title: l10n.t`Use ${suggestion}`, edit: { type: 'setField', layer: id, field: 'block', value: suggestion } }];
    }
    case 'field.unknown':
      return field === undefined ? [] : [{ title: l10n.t`Remove ${field}`, edit: { type: 'setField', layer: id, field } }];
    case 'field.wrong-value': {
      const { suggestion } = diagnostic.facts;
      const known = layer.spec?.fields.find(({ name }) => name === field);
      if (field === undefined || !known) return [];
      return [
        ...(suggestion === undefined
          ? []
          : [{ title: l10n.t`Use ${suggestion}`, edit: { type: 'setField', layer: id, field, value: suggestion } } as const]),
        ...(known.default === undefined
          ? []
          : [{ title: l10n.t('Use the default'), edit: { type: 'setField', layer: id, field } } as const]),
      ];
    }
    case 'field.required': {
      const start = layer.spec?.start?.[diagnostic.facts.field];
      return start === undefined
        ? []
        : [
            {
              title: l10n.t`Set ${diagnostic.facts.field} to ${JSON.stringify(start)}`,
              edit: { type: 'setField', layer: id, field: diagnostic.facts.field, value: start },
            },
          ];
    }
    case 'graph.dangling-input': {
      const { input, suggestion } = diagnostic.facts;
      if (suggestion === undefined) return [];
      const inputs = (writtenOf(layer).inputs ?? []).map((name) => (name === input ? suggestion : name));
      return [{ title: l10n.t`Take ${suggestion}`, edit: { type: 'setField', layer: id, field: 'inputs', value: inputs } }];
    }
    case 'graph.input-takes-none':
      return [{ title: l10n.t('Remove its inputs'), edit: { type: 'setField', layer: id, field: 'inputs' } }];
    case 'graph.unreachable':
      return [{ title: l10n.t`Delete ${layer.name}`, edit: { type: 'deleteLayers', layers: [id] } }];
    case 'shape.rank-mismatch': {
      const { found } = diagnostic.facts;
      const least = layer.spec?.rank?.[0];
      if (least === found.length + 1 && found.every((size) => size !== null)) {
        const shape = [...found, 1];
        return [
          {
            title: l10n.t`Reshape to ${formatShape(shape)} before it`,
            edit: { type: 'addLayer', layerType: 'Reshape', fields: { target_shape: shape }, position: { before: id } },
          },
        ];
      }
      const most = layer.spec?.rank?.[1];
      return most === 1 && found.length > 1
        ? [{ title: l10n.t('Flatten before it'), edit: { type: 'addLayer', layerType: 'Flatten', position: { before: id } } }]
        : [];
    }
    default:
      return [];
  }
}
