import * as l10n from '@vscode/l10n';
import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { useState, type ReactElement } from 'react';
import { layerOfId } from '../../../src/core/analysis';
import { Icon } from '../../shared/icons';
import { useDesigner, useDesignerState } from '../state/designer';
import { outputMeaning } from '../graph/meaning';
import { usePicture } from '../state/pictures';
import type { ShapeEdgeType } from './elements';
import { useTrace } from './useTrace';

const at = ({ x, y }: { readonly x: number; readonly y: number }): { transform: string } => ({ transform: `translate(${x}px, ${y}px)` });

/** A connection with the shape that flows along it. The buttons are for the pointer; keys have A and the inspector. */
export function ShapeEdge({ data }: EdgeProps<ShapeEdgeType>): ReactElement | null {
  const designer = useDesigner();
  // By moves, since an edge that appears below a resting pointer is never entered.
  const [hovered, setHovered] = useState(false);
  const route = data?.route;
  const chosen = useDesignerState(({ edge }) => edge !== undefined && edge === route?.id);
  const touched = useDesignerState(
    ({ selection }) => route !== undefined && (selection.includes(route.from) || selection.includes(route.to)),
  );
  const trace = useTrace(route?.from ?? '', route?.to ?? '');
  const flow = usePicture((picture) => (route ? picture?.flows.get(route.id) : undefined));
  if (!route || !flow) return null;
  const { text, changed, state } = flow;
  const { from, to, path, end, middle, label } = route;
  const classes = [
    state === 'bad' && 'bad',
    state === 'unknown' && 'unk',
    (chosen || ((touched || trace === 'on') && state !== 'bad' && trace !== 'aside')) && 'on',
    chosen && 'chosen',
    trace === 'aside' && 'aside',
  ]
    .filter(Boolean)
    .join(' ');
  const add = (): void => designer.open({ kind: 'add', position: { edge: { from, to } }, layer: from });
  const remove = (): void => {
    designer.commit({ type: 'disconnect', from, to }, l10n.t`Disconnected ${from} from ${to}.`);
    designer.view?.focus();
  };
  const told = (hovered || chosen) && state !== 'unknown';
  const shape = state === 'bad' ? 'bad' : state === 'unknown' ? 'unk' : changed ? 'new' : '';
  return (
    <g className={`edge ${classes}`} onPointerMove={() => setHovered(true)} onPointerLeave={() => setHovered(false)}>
      <path className="grip" d={path} onClick={() => designer.selectEdge(route.id)} />
      <path className="line" d={path} />
      <path className="head" d={`M${end.x - 4} ${end.y - 6.5}h8L${end.x} ${end.y - 1}z`} />
      <EdgeLabelRenderer>
        {label && (
          <span
            className={`shape ${shape} ${trace === 'aside' ? 'back' : ''} ${hovered ? 'aside' : ''} ${label.centered ? 'centered' : ''}`}
            style={at(label)}
          >
            {text}
            {told && <Meaning of={from} />}
          </span>
        )}
        {told && !label && (
          <span className="edgeplace" style={at(middle)}>
            <Meaning of={from} />
          </span>
        )}
        {(hovered || chosen) && (
          <div className="edgetools nopan" style={at(middle)} aria-hidden="true">
            <button className="insert" tabIndex={-1} title={l10n.t('Add a layer here (A)')} onClick={add}>
              <Icon name="add" />
            </button>
            <button className="cut" tabIndex={-1} title={l10n.t`Disconnect ${from} from ${to} (Delete)`} onClick={remove}>
              <Icon name="close" />
            </button>
          </div>
        )}
      </EdgeLabelRenderer>
    </g>
  );
}

/** What goes along the connection; the inspector says the same of the layer that it comes from. */
function Meaning({ of }: { readonly of: string }): ReactElement | null {
  const analysis = useDesignerState(({ session }) => session.shown);
  const layer = layerOfId(analysis, of);
  const words = layer ? outputMeaning(analysis, layer) : '';
  return words === '' ? null : (
    <span className="edgefacts" aria-hidden="true">
      {words.replace(', ', '\n')}
    </span>
  );
}
