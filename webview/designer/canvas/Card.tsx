import * as l10n from '@vscode/l10n';
import { Handle, Position, useStore as useFlow, type NodeProps } from '@xyflow/react';
import type { ReactElement } from 'react';
import { formatCount } from '../../../src/core/format';
import { Curve, Icon } from '../../shared/icons';
import type { CardModel } from '../graph/cards';
import { healthRows, type HealthRows } from '../graph/healthRows';
import type { Picture } from '../graph/picture';
import { unknownShape } from '../graph/flows';
import type { Token } from '../graph/tokens';
import { useDesigner, useDesignerState } from '../state/designer';
import { usePicture } from '../state/pictures';
import { reuseOf } from '../state/training';
import { outcomeWords, reuseWords } from '../training/reuseWords';
import { useDragStart } from './dragStart';
import { useTrace } from './useTrace';
import type { CardNode } from './elements';
import { HealthRow } from './HealthRow';
import { RenameField } from './RenameField';
import { Repetitions } from './Repetitions';

/** Below this zoom nobody can read a card: it is a block with its colour. */
const READABLE_FROM = 0.42;

export const cardElementId = (position: number): string => `card-${position}`;

const problemIcons = { error: ['error', 'err'], warning: ['warning', 'warn'], hint: ['bulb', 'info'] } as const;

function TokenChip({ token }: { readonly token: Token }): ReactElement {
  return (
    <span className="token">
      {token.curve !== undefined && <Curve name={token.curve} />}
      {token.key !== undefined && <span className="k">{token.key}</span>}
      {token.text}
    </span>
  );
}

/** One layer. */
export function Card({ id }: NodeProps<CardNode>): ReactElement | null {
  const card = usePicture((picture) => picture?.cards.get(id));
  return card ? <Shown card={card} /> : null;
}

function Shown({ card }: { readonly card: CardModel }): ReactElement {
  const { id, tokens, more } = card;
  const designer = useDesigner();
  const startDrag = useDragStart();
  const rows = usePicture((picture) => rowsOf(picture, card));
  const selected = useDesignerState(({ selection }) => selection.includes(id));
  const active = useDesignerState(({ selection }) => selection.at(-1) === id);
  const renaming = useDesignerState(({ overlay }) => overlay?.kind === 'rename' && overlay.layer === id);
  const reuse = useDesignerState((state) => reuseOf(state, card.name));
  const aside = useTrace(id) === 'aside';
  const far = useFlow(({ transform }) => transform[2] < READABLE_FROM);
  const [problemIcon, problemClass] = card.problem ? problemIcons[card.problem] : [undefined, ''];
  const states = [
    `f-${card.family}`,
    selected && 'selected',
    active && 'active',
    card.frozen && 'frozen',
    card.problem === 'error' && 'failed',
    card.problem === 'warning' && 'warned',
    far && 'far',
    aside && 'aside',
    (card.repeat ?? 1) > 1 && 'stacked',
  ];
  const isBlock = card.unfolded !== undefined;
  const chips = (
    <>
      {tokens.map((token) => (
        <TokenChip key={token.field} token={token} />
      ))}
      {more > 0 && <span className="more">+{more}</span>}
    </>
  );
  return (
    <>
      <div
        id={cardElementId(card.position)}
        className={`card nopan ${states.filter(Boolean).join(' ')}`}
        role="treeitem"
        aria-label={reuse === undefined ? card.label : l10n.t`${card.label}, weights ${outcomeWords[reuse]}`}
        aria-level={card.depth + 1}
        aria-posinset={card.place}
        aria-setsize={card.siblings}
        aria-selected={selected}
        aria-expanded={card.unfolded}
        onPointerDown={(event) => startDrag(id, event)}
        onDoubleClick={() => (isBlock ? designer.unfold([id], !card.unfolded) : designer.set({ inspectorOpen: true }))}
      >
        <div className="r1">
          {isBlock && <Twistie card={card} />}
          <Icon name={card.icon} className="fico" />
          <span className="type">{card.type || l10n.t('no type')}</span>
          {renaming ? <RenameField layer={id} name={card.local ?? card.name} /> : <span className="name">{card.local ?? card.name}</span>}
          {card.repeat !== undefined && card.repeat > 1 && <span className="times">× {formatCount(card.repeat)}</span>}
          {card.frozen && <Icon name="lock" className="lock" />}
          {reuse !== undefined && (
            <span className={`outcome ${reuse}`} title={reuseWords[reuse]}>
              {outcomeWords[reuse]}
            </span>
          )}
          {problemIcon && <Icon name={problemIcon} className={problemClass} />}
          {!card.twoRows && !renaming && chips}
          <span className={`count ${card.count === '?' ? 'unk' : ''}`}>{card.count}</span>
          {card.share !== undefined && (
            <span className="bar">
              <i style={{ width: `${card.share * 100}%` }} />
            </span>
          )}
          {card.count === '?' && <span className="bar none" />}
        </div>
        {card.twoRows && (
          <div className="r2">
            {chips}
            <span className="share">{card.shareText}</span>
          </div>
        )}
        {rows !== 'none' && <HealthRow id={id} />}
        {rows === 'repetitions' && <Repetitions id={id} />}
      </div>
      {card.leaves !== undefined && <Leaving shape={card.leaves} />}
      <Handle type="target" position={Position.Top} className="port" isConnectableStart />
      <Handle type="source" position={Position.Bottom} className="port" />
    </>
  );
}

function rowsOf(picture: Picture | undefined, { position, unfolded }: CardModel): HealthRows {
  const layer = picture?.analysis.layers[position - 1];
  return picture && layer ? healthRows(layer, unfolded === true, picture.healthy, picture.analysis.instances) : 'none';
}

/** Shows or hides the layers of a block; keys do it too, so it is for the pointer alone. */
function Twistie({ card: { id, unfolded } }: { readonly card: CardModel }): ReactElement {
  const designer = useDesigner();
  return (
    <span
      className={`twistie nodrag ${unfolded ? 'open' : ''}`}
      aria-hidden="true"
      title={unfolded ? l10n.t('Fold (Left)') : l10n.t('Unfold (Right)')}
      onPointerDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        designer.unfold([id], !unfolded);
        designer.select([id]);
        designer.view?.focus();
      }}
    >
      <Icon name="right" />
    </span>
  );
}

/** The model's output: a line that ends in a ring, and the shape that comes out. */
function Leaving({ shape }: { readonly shape: string }): ReactElement {
  return (
    <div className="leaving" aria-hidden="true">
      <svg width="9" height="26" viewBox="0 0 9 26">
        <path d="M4.5 0v18" />
        <circle cx="4.5" cy="21" r="3" />
      </svg>
      <span className={`shape ${shape === unknownShape ? 'unk' : 'new'}`}>{shape}</span>
    </div>
  );
}
