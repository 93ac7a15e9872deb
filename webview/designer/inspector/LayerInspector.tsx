import * as l10n from '@vscode/l10n';
import { memo, useCallback, useMemo, type ReactElement } from 'react';
import { placeOf, writtenOf, type LayerAnalysis } from '../../../src/core/analysis';
import { BLOCK } from '../../../src/core/blocks/scope';
import { concerns } from '../../../src/core/blocks/onText';
import type { Json, JsonPath } from '../../../src/core/document';
import { formatCount, formatShape } from '../../../src/core/format';
import type { Field, FieldGroup } from '../../../src/core/layers/fields';
import { Icon } from '../../shared/icons';
import { layerIcon } from '../../shared/families';
import { outputMeaning } from '../graph/meaning';
import { tokensOf } from '../graph/tokens';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { isBroken } from '../state/session';
import { Advice, AdviceBox } from './Advice';
import { blockPart, InBlock, layerCount, useBlockFields } from './InBlock';
import { LayerWeights } from '../weights/LayerWeights';
import { LayerCosts } from './Costs';
import { FieldRow } from './FieldRow';
import { Inputs } from './Inputs';
import { Live } from './Live';
import { Section } from './Section';
import { spreadOf } from './sigma';
import { Source } from './Source';
import { helpText } from '../../../src/core/helpText';

const groups: readonly { readonly id: FieldGroup; readonly title: string; readonly open: boolean; readonly rest: string }[] = [
  { id: 'essentials', title: l10n.t('Essentials'), open: true, rest: l10n.t('defaults') },
  { id: 'initialization', title: l10n.t('Initialization'), open: true, rest: l10n.t('defaults') },
  { id: 'regularization', title: l10n.t('Regularization'), open: true, rest: l10n.t('none') },
  { id: 'constraints', title: l10n.t('Constraints'), open: false, rest: l10n.t('none') },
  { id: 'advanced', title: l10n.t('Advanced'), open: false, rest: l10n.t('defaults') },
];

const trainable: Field = {
  name: 'trainable',
  value: { kind: 'boolean' },
  default: true,
  group: 'advanced',
  help: l10n.t('Off: the weights of this layer stay as they are while the others learn.'),
};

/** Everything about the selected layer. */
export function LayerInspector({ layer }: { readonly layer: LayerAnalysis }): ReactElement {
  const diagnostics = useDesignerState(({ session }) => session.shown.diagnostics);
  const locked = useDesignerState(isLocked);
  // A model that is only looked at is in no file that has these lines.
  const written = useDesignerState(({ session, viewed }) => !isBroken(session) && viewed === undefined);
  const training = useDesignerState(({ run }) => run !== undefined && (run.phase === 'running' || run.phase === 'paused'));
  // A problem of one field stands below that field.
  const problems = diagnostics.filter(
    (diagnostic) =>
      concerns(diagnostic, layer) &&
      !(
        diagnostic.place.path.length > placeOf(layer).length &&
        diagnostic.code.startsWith('field.') &&
        diagnostic.code !== 'field.unknown'
      ),
  );
  return (
    <>
      <Head layer={layer} />
      <div className="scroll">
        <Facts layer={layer} />
        {problems.map((diagnostic, i) => (
          <Advice key={`${diagnostic.code} ${i}`} diagnostic={diagnostic} />
        ))}
        {training && <Live layer={layer} />}
        {layer.spec?.arity !== 0 && <Inputs layer={layer} locked={locked} />}
        <InBlock layer={layer} />
        {(layer.spec ?? layer.type === BLOCK) && <LayerFields layer={layer} locked={locked} />}
        <LayerWeights layer={layer} />
        <LayerCosts layer={layer} />
        {training && (
          <AdviceBox severity="hint" icon="info">
            <div>{l10n.t('This run keeps the design it began with. What you change now counts from the next run.')}</div>
          </AdviceBox>
        )}
      </div>
      {written && <Source path={placeOf(layer)} />}
    </>
  );
}

function Head({ layer }: { readonly layer: LayerAnalysis }): ReactElement {
  const designer = useDesigner();
  const count = useDesignerState(({ session }) => session.shown.layers.length);
  const { block } = blockPart(layer);
  return (
    <div className={`ihead f-${layer.spec?.family ?? 'unknown'}`}>
      <h2 className="t">
        <Icon name={layerIcon(layer.type, layer.spec?.family)} className="fico" />
        <span className="type" title={layer.spec ? helpText(layer.spec.help) : block}>
          {block ?? (layer.type || l10n.t('no type'))}
        </span>
        <button className="name" title={l10n.t('Rename (F2)')} onClick={() => designer.open({ kind: 'rename', layer: layer.id })}>
          {writtenOf(layer).name || layer.name}
        </button>
      </h2>
      <div className="dim small at">
        {'members' in layer
          ? l10n.t`${formatCount(layerCount(layer))} of ${formatCount(count)} layers`
          : l10n.t`${layer.index + 1} of ${formatCount(count)}`}
      </div>
    </div>
  );
}

/** What the dimensions of the output are, and what a batch of it takes. */
function useMeaning(layer: LayerAnalysis): string {
  const analysis = useDesignerState(({ session }) => session.shown);
  return useMemo(() => outputMeaning(analysis, layer), [analysis, layer]);
}

function Facts({ layer }: { readonly layer: LayerAnalysis }): ReactElement {
  const { output, parameters, arithmetic } = layer;
  const meaning = useMeaning(layer);
  const from = layer.inputShapes.flatMap((shape) => (shape ? [formatShape(shape)] : [])).join(', ');
  return (
    <dl className="facts">
      <dt>{l10n.t('Output')}</dt>
      <dd className={`mono ${output ? '' : 'err'}`}>
        {output ? formatShape(output) : l10n.t('unknown')} {from !== '' && <span className="dim">{l10n.t`from ${from}`}</span>}
        {meaning !== '' && <span className="means">{meaning}</span>}
      </dd>
      <dt>{l10n.t('Parameters')}</dt>
      <dd className="mono">
        {arithmetic !== undefined && parameters && `${arithmetic} = `}
        <span className="sum">{parameters ? formatCount(parameters.total) : '?'}</span>
        {parameters && parameters.nonTrainable > 0 && (
          <span className="means">
            {parameters.trainable === 0 ? l10n.t('all frozen') : l10n.t`${formatCount(parameters.nonTrainable)} not trainable`}
          </span>
        )}
      </dd>
    </dl>
  );
}

function LayerFields({ layer, locked }: { readonly layer: LayerAnalysis; readonly locked: boolean }): ReactElement {
  const { fields, repeats } = useBlockFields(layer);
  return <Fields layer={layer} fields={[...(layer.spec?.fields ?? fields), ...repeats]} locked={locked} />;
}

function Fields({
  layer,
  fields,
  locked,
}: {
  readonly layer: LayerAnalysis;
  readonly fields: readonly Field[];
  readonly locked: boolean;
}): ReactElement {
  const tokens = tokensOf(layer.spec, layer.layer);
  const written = writtenOf(layer);
  const place = useMemo(() => placeOf(layer), [layer]);
  const all = (layer.parameters?.total ?? 0) > 0 || layer.frozen ? [...fields, trainable] : fields;
  return (
    <>
      {groups.map(({ id, title, open, rest }) => {
        const own = all.filter(({ group }) => group === id);
        if (own.length === 0) return null;
        const told = tokens
          .filter((token) => own.some(({ name }) => name === token.field))
          .map(({ key, text }) => (key === undefined ? text : `${key} ${text}`));
        const summary = [...told, ...(layer.frozen && id === 'advanced' ? [l10n.t('frozen')] : [])].join(', ') || rest;
        return (
          <FoldedSection key={id} id={`layer.${id}`} title={title} open={open} summary={summary}>
            {own.map((field) => (
              <LayerField
                key={field.name}
                id={layer.id}
                place={place}
                field={field}
                value={written[field.name]}
                why={spreadHere(field, layer)}
                locked={locked}
              />
            ))}
          </FoldedSection>
        );
      })}
    </>
  );
}

/** What is in a section is said beside its title only while it is closed. */
function FoldedSection({
  id,
  title,
  open,
  summary,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly open: boolean;
  readonly summary: string;
  readonly children: ReactElement[];
}): ReactElement {
  const shown = useDesignerState(({ folds }) => folds[id] ?? open);
  return (
    <Section id={id} title={title} openAtFirst={open} {...(!shown && { summary })}>
      {children}
    </Section>
  );
}

/** What an initializer makes of the weights here. */
function spreadHere(field: Field, { layer, weights }: LayerAnalysis): string | undefined {
  const value = layer[field.name] ?? field.default;
  const initializes = field.value.kind === 'named' && field.value.registry === 'initializer';
  return initializes && value !== undefined && value !== null ? spreadOf(field.name, value, weights ?? []) : undefined;
}

interface LayerFieldProps {
  readonly id: string;
  readonly place: JsonPath;
  readonly field: Field;
  readonly value: Json | undefined;
  readonly why: string | undefined;
  readonly locked: boolean;
}

/** Drawn again only when its own value changes, not with each key in another field. */
const LayerField = memo(function LayerField({ id, place, field, value, why, locked }: LayerFieldProps): ReactElement {
  const path = useMemo(() => [...place, field.name], [place, field.name]);
  const toEdit = useCallback(
    (next: Json | undefined) => ({ type: 'setField' as const, layer: id, field: field.name, ...(next !== undefined && { value: next }) }),
    [id, field.name],
  );
  return <FieldRow field={field} value={value} path={path} locked={locked} why={why} toEdit={toEdit} />;
});
