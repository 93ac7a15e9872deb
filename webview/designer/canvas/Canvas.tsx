import * as l10n from '@vscode/l10n';
import { ReactFlow, ReactFlowProvider, type Connection, type Viewport } from '@xyflow/react';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
} from 'react';
import type { Picture } from '../graph/picture';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { isBroken } from '../state/session';
import { graphCommand } from '../state/keyboard';
import { usePicture, usePictures } from '../state/pictures';
import { Card, cardElementId } from './Card';
import { DragStartProvider } from './dragStart';
import { edgesOf, nodesOf, type CardNode, type ShapeEdgeType } from './elements';
import { runCommand } from './runCommand';
import { ShapeEdge } from './ShapeEdge';
import { DropMark } from './DropMark';
import { Empty } from './Empty';
import { Frames } from './Frames';
import { Hints } from './Hints';
import { HoverBox } from './HoverBox';
import { Minimap } from './Minimap';
import { Notices } from './Notices';
import { Overlays } from './Overlays';
import { useClipboard } from './clipboard';
import { useMarquee } from './useMarquee';
import { useReorder } from './useReorder';
import { useView, ZOOM } from './useView';
import { useVisible } from './visible';
import { ZoomBar } from './ZoomBar';

const nodeTypes = { card: Card };
const edgeTypes = { shape: ShapeEdge };
const NO_NODES: readonly CardNode[] = [];
const isOther = ({ source, target }: Connection | ShapeEdgeType): boolean => source !== target;
const ATTRIBUTION = { hideAttribution: true };

/** The graph: cards, connections, and what floats above them. */
export function Canvas(): ReactElement {
  return (
    <ReactFlowProvider>
      <Graph />
    </ReactFlowProvider>
  );
}

function Graph(): ReactElement {
  const designer = useDesigner();
  const pictures = usePictures();
  const broken = useDesignerState(({ session }) => isBroken(session));
  const empty = useDesignerState(({ session }) => session.analysis.design?.layers.length === 0);
  const locked = useDesignerState(isLocked);
  const ready = usePicture((picture) => picture !== undefined);
  const { boxes, routes } = useVisible(usePicture((picture) => picture?.drawing));
  const { drag, startDrag } = useReorder();
  const { area, onMouseDownCapture } = useMarquee();
  useClipboard();
  const canvas = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<string>();

  const before = useRef(NO_NODES);
  const nodes = useMemo(() => {
    before.current = nodesOf(boxes, before.current);
    return [...before.current];
  }, [boxes]);
  const edges = useMemo(() => [...edgesOf(routes)], [routes]);

  useView(canvas);
  useTree(canvas);
  useSettling(canvas);

  const act = useCallback(
    (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'preventDefault' | 'stopPropagation'>) => {
      const command = graphCommand(event);
      if (!command || !runCommand(command, designer, pictures.get().picture)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    [designer, pictures],
  );
  useEffect(() => {
    // A control that had the focus is gone: keys still belong to the graph.
    const stray = (event: globalThis.KeyboardEvent): void => {
      if (event.target !== document.body) return;
      designer.view?.focus();
      act(event);
    };
    window.addEventListener('keydown', stray);
    return () => window.removeEventListener('keydown', stray);
  }, [designer, act]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const control = (event.target as HTMLElement).closest('vscode-text-field, input, [role=menu], .pick, button, vscode-button');
    // A button keeps the keys that press it; letters are the graph's everywhere in the canvas.
    if (!control || (control.matches('button, vscode-button') && event.key !== 'Enter' && !control.closest('.pick, [role=menu]')))
      act(event);
  };
  const click = useCallback(
    (event: MouseEvent, node: CardNode) => {
      designer.select(clicked(event, node.id, designer.store.get().selection, pictures.get().picture));
      designer.view?.focus();
    },
    [designer, pictures],
  );
  const menu = useCallback(
    (event: MouseEvent, node: CardNode) => {
      event.preventDefault();
      if (!designer.store.get().selection.includes(node.id)) designer.select([node.id]);
      const box = canvas.current?.getBoundingClientRect();
      designer.open({ kind: 'menu', layer: node.id, at: { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) } });
    },
    [designer],
  );
  const rest = useCallback((_: MouseEvent, node: CardNode) => setHovered(node.id), []);
  const leave = useCallback(() => setHovered(undefined), []);
  const clear = useCallback(() => {
    designer.select([]);
    designer.open(undefined);
    designer.view?.focus();
  }, [designer]);
  const keepViewport = useCallback(
    (_: unknown, viewport: Viewport) => designer.saveViewport({ ...viewport, width: canvas.current?.clientWidth }),
    [designer],
  );
  const connect = useCallback(
    ({ source, target }: Connection) => {
      designer.commit({ type: 'connect', from: source, to: target }, l10n.t`Connected ${source} to ${target}.`);
    },
    [designer],
  );
  return (
    <div
      ref={canvas}
      className={`canvas ${broken ? 'stale' : ''} ${drag ? 'dragging' : ''}`}
      onKeyDown={onKeyDown}
      onMouseDownCapture={onMouseDownCapture}
    >
      <DragStartProvider value={startDrag}>
        <ReactFlow<CardNode, ShapeEdgeType>
          aria-label={l10n.t('Model')}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onlyRenderVisibleElements
          nodesDraggable={false}
          nodesConnectable={!locked}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          panActivationKeyCode={null}
          zoomOnScroll={false}
          zoomOnDoubleClick={false}
          panOnScroll
          minZoom={ZOOM.least}
          maxZoom={ZOOM.most}
          connectionRadius={28}
          isValidConnection={isOther}
          onConnect={connect}
          onNodeClick={click}
          onNodeContextMenu={menu}
          onNodeMouseMove={rest}
          onNodeMouseLeave={leave}
          onPaneClick={clear}
          onMoveEnd={keepViewport}
          proOptions={ATTRIBUTION}
        />
      </DragStartProvider>
      {drag ? <DropMark drag={drag} /> : <HoverBox hovered={hovered} />}
      <Frames />
      {area && <div className="marquee" style={{ left: area.x, top: area.y, width: area.width, height: area.height }} />}
      <Overlays />
      {empty && <Empty />}
      <Notices />
      {!empty && ready && <Minimap />}
      {!empty && ready && <ZoomBar />}
      {!empty && ready && <Hints />}
    </div>
  );
}

/** What is selected after a click: with Ctrl one more or less, with Shift all from the last one on. */
function clicked(event: MouseEvent, id: string, selection: readonly string[], picture: Picture | undefined): readonly string[] {
  if (event.ctrlKey || event.metaKey) return selection.includes(id) ? selection.filter((one) => one !== id) : [...selection, id];
  const last = selection.at(-1);
  if (!event.shiftKey || last === undefined || !picture) return [id];
  const ids = picture.structure.nodes;
  const [from, to] = [ids.indexOf(last), ids.indexOf(id)];
  return from <= to ? ids.slice(from, to + 1) : ids.slice(to, from + 1).reverse();
}

/**
 * React Flow's list of nodes becomes the tree: one tab stop that names its active card, as VS Code's own lists do,
 * since cards outside of the view do not exist and could not keep the focus.
 */
function useTree(canvas: { readonly current: HTMLElement | null }): void {
  const active = useDesignerState(({ selection }) => selection.at(-1));
  const position = usePicture((picture) => (active === undefined ? undefined : picture?.cards.get(active)?.position));
  useLayoutEffect(() => {
    const tree = canvas.current?.querySelector('.react-flow__nodes');
    if (!tree) return;
    const attributes = { role: 'tree', tabindex: '0', id: 'layers', 'aria-label': l10n.t('Layers'), 'aria-multiselectable': 'true' };
    for (const [name, value] of Object.entries(attributes)) tree.setAttribute(name, value);
  }, [canvas]);
  useEffect(() => {
    const tree = canvas.current?.querySelector('.react-flow__nodes');
    if (position === undefined) tree?.removeAttribute('aria-activedescendant');
    else tree?.setAttribute('aria-activedescendant', cardElementId(position));
  }, [canvas, position]);
}

const SETTLED_AFTER = 150;

/** Cards move to make room when the graph changes, and only then: not while it is first drawn. */
function useSettling(canvas: { readonly current: HTMLElement | null }): void {
  const structure = usePicture((picture) => picture?.structure);
  const first = useRef(true);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!structure || !element) return;
    if (first.current) {
      first.current = false;
      return;
    }
    element.classList.add('settling');
    const timer = setTimeout(() => element.classList.remove('settling'), SETTLED_AFTER);
    return () => clearTimeout(timer);
  }, [canvas, structure]);
}
