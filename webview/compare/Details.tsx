import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { placeOf, type LayerAnalysis, type Totals } from '../../src/core/analysis';
import type { DesignDiff, LayerDiff } from '../../src/core/diff/designDiff';
import { pathText, shapeText, summarySentence, titleOf, valueText } from '../../src/core/diff/describeDiff';
import type { JsonPath } from '../../src/core/document';
import { formatBytes, formatCount } from '../../src/core/format';
import type { FromCompare, Side } from '../../src/protocol/compare';
import type { Compared } from './App';
import type { Row } from './rows';

interface DetailsProps {
  readonly diff: DesignDiff;
  readonly row: Row | undefined;
  readonly side: Side | undefined;
  readonly compared: Compared;
  readonly post: (message: FromCompare) => void;
}

/** The selected layer with its old and new values; with nothing selected the whole design. */
export function Details({ diff, row, side, compared, post }: DetailsProps): ReactElement {
  const layer = row?.kind === 'layer' ? row.layer : undefined;
  const sides: readonly Side[] = side ? [side] : ['before', 'after'];
  const open = sides.filter((one) => compared[one].canOpen && (!layer || layer[one]));
  const path = (one: Side): JsonPath => {
    if (row?.kind === 'value') return [...(row.section === 'training' ? ['training'] : []), ...row.change.path];
    const own = layer?.[one];
    return own ? placeOf(own) : [];
  };
  return (
    <aside className="details" aria-label={l10n.t('What differs')} tabIndex={-1}>
      <h3>{layer ? titleOf(layer) : row?.kind === 'value' ? pathText(row.change.path) : l10n.t('Whole design')}</h3>
      {layer ? (
        <Values rows={valuesOf(layer)} sides={sides} />
      ) : row?.kind === 'value' ? (
        <Values rows={[[pathText(row.change.path), said(row.change.before), said(row.change.after), true]]} sides={sides} />
      ) : (
        <>
          <p>{summarySentence(diff)}</p>
          <Values rows={totalsOf(diff)} sides={sides} />
        </>
      )}
      <div className="opens">
        {open.map((one) => (
          <button key={one} className="link" onClick={() => post({ type: 'openAsText', side: one, path: path(one) })}>
            {sides.length === 1 ? l10n.t('Open as text') : one === 'before' ? l10n.t('Open before as text') : l10n.t('Open after as text')}
          </button>
        ))}
      </div>
    </aside>
  );
}

const totalsOf = ({ totals }: DesignDiff): readonly Value[] =>
  TOTALS.map(([name, read]) => [name, read(totals.before), read(totals.after), read(totals.before) !== read(totals.after)]);

const TOTALS: readonly (readonly [string, (totals: Totals) => string])[] = [
  [l10n.t('parameters'), ({ total }) => formatCount(total)],
  [l10n.t('trainable'), ({ trainable }) => formatCount(trainable)],
  [l10n.t('multiply-adds'), ({ multiplyAdds }) => formatCount(multiplyAdds)],
  [l10n.t('weights'), ({ bytes }) => formatBytes(bytes)],
  [l10n.t('outputs'), ({ activationBytes }) => l10n.t`${formatBytes(activationBytes)} a sample`],
];

type Value = readonly [name: string, before: string | undefined, after: string | undefined, differs: boolean];

const said = (value: unknown): string => (value === undefined ? l10n.t('not said') : valueText(value as Parameters<typeof valueText>[0]));

/** What differs first, then what the file says of the layer and is the same, then what comes of it. */
function valuesOf({ before, after, fields, inputs, renamed }: LayerDiff): readonly Value[] {
  const changed: Value[] = [
    ...(renamed ? [['name', before?.name, after?.name, true] as const] : []),
    ...(inputs ? [['inputs', inputs.before.join(', '), inputs.after.join(', '), true] as const] : []),
    ...fields.map((change): Value => [pathText(change.path), said(change.before), said(change.after), true]),
  ];
  const touched = new Set(['name', 'type', 'inputs', ...fields.map(({ path: [key] }) => String(key))]);
  const own = { ...before?.layer, ...after?.layer };
  const text = (layer: LayerAnalysis | undefined, key: string): string | undefined => (layer ? said(layer.layer[key]) : undefined);
  const same = Object.keys(own).filter((key) => !touched.has(key)).map((key): Value => [key, text(before, key), text(after, key), false]); // prettier-ignore
  const results: readonly (readonly [string, (layer: LayerAnalysis) => string])[] = [
    [l10n.t('output'), shapeText],
    [
      l10n.t('parameters'),
      ({ parameters, arithmetic }) =>
        parameters ? `${formatCount(parameters.total)}${arithmetic ? ` = ${arithmetic}` : ''}` : l10n.t('unknown'),
    ],
    [l10n.t('multiply-adds'), ({ multiplyAdds }) => (multiplyAdds == null ? l10n.t('unknown') : formatCount(multiplyAdds))],
  ];
  return [
    ...changed,
    ...same,
    ...results.map(([name, read]): Value => {
      const [old, now] = [before && read(before), after && read(after)];
      return [name, old, now, before !== undefined && after !== undefined && old !== now];
    }),
  ];
}

function Values({ rows, sides }: { readonly rows: readonly Value[]; readonly sides: readonly Side[] }): ReactElement {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{l10n.t('Field')}</th>
          {sides.map((side) => (
            <th key={side} scope="col">
              {side === 'before' ? l10n.t('Before') : l10n.t('After')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, before, after, differs]) => (
          <tr key={name}>
            <th scope="row" className={`mono ${differs ? 'mod' : ''}`}>
              {name}
            </th>
            {sides.map((side) => {
              const value = side === 'before' ? before : after;
              return (
                <td key={side} className={`mono ${side}`}>
                  {value === undefined ? '–' : differs ? side === 'before' ? <s>{value}</s> : <b>{value}</b> : value}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
