import * as l10n from '@vscode/l10n';
import { useStore as useFlow } from '@xyflow/react';
import { useCallback, useMemo, type CSSProperties, type ReactElement } from 'react';
import { layerOfId, writtenOf, type LayerAnalysis } from '../../../src/core/analysis';
import { pathTo } from '../../../src/core/blocks/fold';
import { BLOCK } from '../../../src/core/blocks/scope';
import { connectable } from '../graph/connectable';
import { layerGroups } from '../pick/findLayers';
import { blockGroups, offersAt, paletteGroups, placeOf } from '../pick/palette';
import { Pick } from '../pick/Pick';
import { useDesigner, useDesignerState, type Overlay } from '../state/designer';
import { leave } from './leave';
import { usePicture } from '../state/pictures';
import { Menu } from './Menu';
import { NameBox } from './NameBox';
import { useAnchor } from './useAnchor';
import type { Picture } from '../graph/picture';

const PICK = { width: 420, height: 340 };
/** Below a card its shape stays in view. */
const BESIDE = { edge: 30 };
const NO_PLACE = { x: 0, y: 0, width: 0, height: 0 };

/** The pick or the menu that is open. */
export function Overlays(): ReactElement | null {
  const overlay = useDesignerState((state) => state.overlay);
  return overlay && overlay.kind !== 'rename' ? <Open overlay={overlay} /> : null;
}

function Open({ overlay }: { readonly overlay: Exclude<Overlay, { kind: 'rename' }> }): ReactElement | null {
  const picture = usePicture((shown) => shown);
  if (!picture) return null;
  switch (overlay.kind) {
    case 'add':
      return <AddPick overlay={overlay} picture={picture} />;
    case 'find':
      return <FindPick overlay={overlay} picture={picture} />;
    case 'connect':
      return <ConnectPick overlay={overlay} picture={picture} />;
    case 'name':
      return <AskName overlay={overlay} picture={picture} />;
    case 'menu':
      return <Menu overlay={overlay} picture={picture} />;
  }
}

/** Below the card that it is about, above it where there is no room, in the middle at the top where there is none. */
function usePickPlace(layer: string | undefined, picture: Picture): CSSProperties {
  const anchor = useAnchor();
  const width = useFlow((state) => state.width);
  const height = useFlow((state) => state.height);
  const box = layer === undefined ? undefined : picture.drawing.boxes[layer];
  const { x, y, width: wide, height: high } = anchor(box ?? NO_PLACE);
  const room = Math.min(PICK.width, width - 16);
  const visible = box !== undefined && y + high > 0 && y < height;
  const left = Math.max(8, Math.min(width - room - 8, visible ? x + wide / 2 - room / 2 : width / 2 - room / 2));
  if (!visible) return { left, top: 8, width: room, maxHeight: height - 16 };
  const below = height - (y + high) - BESIDE.edge - 8;
  if (below >= Math.min(PICK.height, 200) || below >= y)
    return { left, top: y + high + BESIDE.edge, width: room, maxHeight: Math.min(PICK.height, below) };
  return { left, bottom: height - y + 8, width: room, maxHeight: Math.min(PICK.height, y - 16) };
}

function AddPick({ overlay, picture }: { readonly overlay: Extract<Overlay, { kind: 'add' }>; readonly picture: Picture }): ReactElement {
  const designer = useDesigner();
  const { position, takes } = overlay;
  const { analysis } = picture;
  const place = useMemo(() => placeOf(analysis, position, takes), [analysis, position, takes]);
  const offers = useMemo(() => offersAt(place), [place]);
  const groups = useCallback(
    (query: string) => {
      const blocks = blockGroups(analysis, position, query);
      const types = paletteGroups(offers, place, query);
      return query === '' ? [...types.slice(0, 1), ...blocks, ...types.slice(1)] : [...blocks, ...types];
    },
    [offers, place, analysis, position],
  );
  const style = usePickPlace(overlay.layer, picture);
  /** As the file calls it, in a block by its name there. */
  const named = (id: string): string => {
    const layer = layerOfId(analysis, id);
    return layer ? writtenOf(layer).name || layer.name : id;
  };
  const add = (layerType: string): void => {
    designer.open(undefined);
    if (layerType.startsWith('block:')) {
      const block = layerType.slice('block:'.length);
      designer.commit({ type: 'addLayer', layerType: BLOCK, position, fields: { block } }, l10n.t`Added ${block}.`);
      return shown();
    }
    const joined = place.takes.length > 1 && offers.find(({ type }) => type.type === layerType)?.fit === 'fits';
    designer.commit(
      {
        type: 'addLayer',
        layerType,
        position,
        ...(joined && { fields: { inputs: takes?.map((id) => named(id)) ?? place.takes.map(({ name }) => name) } }),
      },
      l10n.t`Added ${layerType}.`,
    );
    shown();
  };
  const shown = (): void => {
    const added = designer.store.get().selection.at(-1);
    designer.view?.focus();
    if (added !== undefined) requestAnimationFrame(() => designer.view?.reveal(added));
  };
  return (
    <Pick
      label={l10n.t('Add a layer')}
      placeholder={l10n.t('Search layers')}
      groups={groups}
      onPick={add}
      onClose={() => close(designer)}
      onLeave={() => leave(designer, overlay)}
      style={style}
    />
  );
}

function AskName({ overlay, picture }: { readonly overlay: Extract<Overlay, { kind: 'name' }>; readonly picture: Picture }): ReactElement {
  return <NameBox overlay={overlay} style={usePickPlace(overlay.layer, picture)} />;
}

function close(designer: ReturnType<typeof useDesigner>): void {
  designer.open(undefined);
  designer.view?.focus();
}

function FindPick({ overlay, picture }: { readonly overlay: Overlay; readonly picture: Picture }): ReactElement {
  const designer = useDesigner();
  const groups = useCallback((query: string) => layerGroups(picture, query, () => true, l10n.t('layers'), everything(picture)), [picture]);
  const style = usePickPlace(undefined, picture);
  const go = (id: string): void => {
    designer.open(undefined);
    designer.select([id], { reveal: true });
    designer.view?.focus();
  };
  const look = useCallback(
    (id: string | undefined) => {
      if (id === undefined) return;
      const { analysis, drawing } = picture;
      const path = analysis.instances.length === 0 ? { open: [], id } : pathTo(analysis.flat, id);
      const seen = [path.id, ...path.open.toReversed()].find((one) => drawing.boxes[one]);
      if (seen !== undefined) designer.view?.reveal(seen);
    },
    [designer, picture],
  );
  return (
    <Pick
      label={l10n.t('Find a layer')}
      placeholder={l10n.t('Name, type or content (relu, units>100, 28x28); ! for problems')}
      groups={groups}
      onPick={go}
      onMark={look}
      onClose={() => close(designer)}
      onLeave={() => leave(designer, overlay)}
      style={style}
    />
  );
}

function ConnectPick({
  overlay,
  picture,
}: {
  readonly overlay: Extract<Overlay, { kind: 'connect' }>;
  readonly picture: Picture;
}): ReactElement {
  const designer = useDesigner();
  const { layer, side } = overlay;
  const groups = useCallback(
    (query: string) => {
      const allowed = connectable(picture.structure, layer, side);
      const takes = (id: string): boolean => side === 'input' || picture.analysis.layers.find((one) => one.id === id)?.spec?.arity !== 0;
      return layerGroups(
        picture,
        query,
        (id) => allowed.has(id) && takes(id),
        side === 'input' ? l10n.t`what ${layer} takes` : l10n.t`what takes ${layer}`,
      );
    },
    [picture, layer, side],
  );
  const style = usePickPlace(layer, picture);
  const connect = (other: string): void => {
    const [from, to] = side === 'input' ? [other, layer] : [layer, other];
    designer.open(undefined);
    designer.commit({ type: 'connect', from, to }, l10n.t`Connected ${from} to ${to}.`);
    designer.view?.focus();
  };
  return (
    <Pick
      label={side === 'input' ? l10n.t`Connect an input of ${layer}` : l10n.t`Connect ${layer} to`}
      placeholder={l10n.t('Name or type of a layer')}
      groups={groups}
      onPick={connect}
      onClose={() => close(designer)}
      onLeave={() => leave(designer, overlay)}
      style={style}
    />
  );
}

/** Also what stands in a block that is folded: going there unfolds it. */
const everything = ({ analysis }: Picture): readonly LayerAnalysis[] =>
  analysis.instances.length === 0 ? analysis.layers : [...analysis.instances, ...analysis.flat.layers];
