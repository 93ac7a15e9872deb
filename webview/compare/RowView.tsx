import * as l10n from '@vscode/l10n';
import { memo, type ReactElement } from 'react';
import { valueText, pathText } from '../../src/core/diff/describeDiff';
import { formatCount } from '../../src/core/format';
import type { Side } from '../../src/protocol/compare';
import { Curve, Icon, type IconName } from '../shared/icons';
import type { Cell, Mark, MarkedToken } from './cells';
import type { Wires } from './lanes';
import { cardHeight, heightOf, type LayerRow, type Row, type ValueRow } from './rows';
import { Wire } from './Wire';

interface RowViewProps {
  readonly row: Row;
  readonly at: number;
  /** The only side that the page shows. */
  readonly side: Side | undefined;
  readonly wires: Readonly<Record<Side, Wires>>;
  readonly gutter: number;
}

/** One row: a card on each side, what is folded, or a value. The row has the words for screen readers. */
export const RowView = memo(function RowView({ row, at, side, wires, gutter }: RowViewProps): ReactElement {
  const sides: readonly Side[] = side ? [side] : ['before', 'after'];
  if (row.kind === 'head')
    return (
      <div className="title" aria-hidden="true">
        {row.title}
      </div>
    );
  return (
    <>
      {sides.map((one) => (
        <div key={one} className={`cell ${one}`} aria-hidden="true">
          {row.kind === 'value' ? (
            <Value row={row} side={one} />
          ) : (
            <>
              <Wire wires={wires[one]} at={at} card={row.kind === 'fold' ? 24 : cardHeight(row)} height={heightOf(row)} left={gutter} />
              {row.kind === 'fold' ? (
                <div className="folded">
                  <Icon name="right" />
                  {l10n.t`${formatCount(row.count)} unchanged layers`}
                </div>
              ) : (
                <CardView row={row} cell={row[one]} leaves={wires[one].down[at] === 1} />
              )}
            </>
          )}
        </div>
      ))}
    </>
  );
});

const ICONS: Readonly<Partial<Record<Mark, IconName>>> = { added: 'add', removed: 'minus', changed: 'pencil', moved: 'move' };
const WORDS: Readonly<Partial<Record<Mark, string>>> = { added: l10n.t('added'), removed: l10n.t('removed'), moved: l10n.t('moved') };

function CardView({ row, cell, leaves }: { readonly row: LayerRow; readonly cell: Cell; readonly leaves: boolean }): ReactElement {
  const { mark, type, name, tokens, more, count, takes } = cell;
  const icon = ICONS[mark];
  const twoRows = tokens.length > 0 || takes !== undefined;
  return (
    <>
      <div className={`card f-${cell.family} is-${mark}`} style={{ height: cardHeight(row) }}>
        <div className="r1">
          <Icon name={cell.icon} className="fico" />
          <span className={`type ${cell.typeDiffers ? 'differs' : ''}`}>{type}</span>
          <span className={`name ${cell.nameDiffers ? 'differs' : ''}`}>{name}</span>
          {cell.frozen && mark !== 'ghost' && <Icon name="lock" className="lock" />}
          {mark === 'ghost' ? (
            <span className="count dim">{row.layer.moved ? l10n.t('at another place') : l10n.t('not here')}</span>
          ) : (
            <span className={`count ${cell.countDiffers ? 'differs' : ''}`}>{count}</span>
          )}
          {icon && (
            <span className="mark">
              <Icon name={icon} />
              {WORDS[mark] !== undefined && <span className="word">{WORDS[mark]}</span>}
            </span>
          )}
        </div>
        {twoRows && mark !== 'ghost' && (
          <div className="r2">
            {takes !== undefined && (
              <span className="token differs">
                <span className="k">{l10n.t('takes')}</span>
                {takes}
              </span>
            )}
            {tokens.map((token) => (
              <TokenView key={token.field} token={token} />
            ))}
            {more > 0 && <span className="more">+{more}</span>}
          </div>
        )}
      </div>
      {leaves && <span className={`shape ${cell.shapeDiffers ? 'differs' : ''}`}>{cell.shape}</span>}
    </>
  );
}

function TokenView({ token: { key, text, curve, differs } }: { readonly token: MarkedToken }): ReactElement {
  return (
    <span className={`token ${differs ? 'differs' : ''}`}>
      {curve !== undefined && <Curve name={curve} />}
      {key !== undefined && <span className="k">{key}</span>}
      <span className="v">{text}</span>
    </span>
  );
}

function Value({ row: { change }, side }: { readonly row: ValueRow; readonly side: Side }): ReactElement {
  const value = change[side];
  return (
    <span className="said">
      <span className="k">{pathText(change.path)}</span>
      {value === undefined ? <span className="dim">{l10n.t('not said')}</span> : <span className="v differs">{valueText(value)}</span>}
    </span>
  );
}
