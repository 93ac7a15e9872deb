import { ReactFlow, ReactFlowProvider, useReactFlow, type Connection } from '@xyflow/react';
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
import type { LayoutClient } from '../graph/layoutClient';
import { healthyNames } from '../graph/health';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { isBroken } from '../state/session';
import { graphCommand } from '../state/keyboard';
import { Card, cardElementId, type CardNode } from './Card';
import { edgesOf, nodesOf } from './elements';
import { runCommand } from './runCommand';
import { ShapeEdge, type ShapeEdgeType } from './ShapeEdge';
import { DropMark } from './DropMark';
import { Empty } from './Empty';
import { Hints } from './Hints';
import { HoverBox } from './HoverBox';
import { Notices } from './Notices';
import { Overlays } from './Overlays';
import { usePicture, type Picture } from './usePicture';
import { useReorder } from './useReorder';
import { useView, ZOOM } from './useView';
import { ZoomBar } from './ZoomBar';

const nodeTypes = { card: Card };
const edgeTypes = { shape: ShapeEdge };
const NONE: ReadonlySet<string> = new Set();
const ATTRIBUTION = { hideAttribution: true };

/** The graph: cards, connections, and what floats above them. */
export function Canvas({ layout }: { readonly layout: LayoutClient }): ReactElement {
  return (
    <ReactFlowProvider>
      <Graph layout={layout} />
    </ReactFlowProvider>
  );
}

function useHealthy(): ReadonlySet<string> {
  const names = useDesignerState(({ run }) =>
    run && (run.phase === 'running' || run.phase === 'paused') ? healthyNames(run.health).join('\n') : '',
  );
  return useMemo(() => (names === '' ? NONE : new Set(names.split('\n'))), [names]);
}

function Graph({ layout }: { readonly layout: LayoutClient }): ReactElement {
  const designer = useDesigner();
  const analysis = useDesignerState(({ session }) => (session.open ? session.shown : undefined));
  const broken = useDesignerState(({ session }) => isBroken(session));
  const empty = useDesignerState(({ session }) => session.analysis.design?.layers.length === 0);
  const mode = useDesignerState((state) => state.mode);
  const locked = useDesignerState(isLocked);
  const healthy = useHealthy();
  const picture = usePicture(analysis, mode, healthy, layout);
  const { drag, startDrag } = useReorder(picture);
  const canvas = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<string>();

  const oldNodes = useRef<ReadonlyMap<string, CardNode>>(new Map());
  const oldEdges = useRef<ReadonlyMap<string, ShapeEdgeType>>(new Map());
  const nodes = useMemo(
    () => (picture ? [...(oldNodes.current = nodesOf(picture, healthy, startDrag, oldNodes.current)).values()] : []),
    [picture, healthy, startDrag],
  );
  const edges = useMemo(() => (picture ? [...(oldEdges.current = edgesOf(picture, oldEdges.current)).values()] : []), [picture]);

  useView(canvas, picture);
  useTree(canvas, picture);
  useSettling(canvas, picture);

  const act = useCallback(
    (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'preventDefault' | 'stopPropagation'>) => {
      const command = graphCommand(event);
      if (!command || !runCommand(command, designer, picture)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    [designer, picture],
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
  const click = (event: MouseEvent, node: CardNode): void => {
    designer.select(clicked(event, node.id, designer.store.get().selection, picture));
    designer.view?.focus();
  };
  const menu = (event: MouseEvent, node: CardNode): void => {
    event.preventDefault();
    if (!designer.store.get().selection.includes(node.id)) designer.select([node.id]);
    const box = canvas.current?.getBoundingClientRect();
    designer.open({ kind: 'menu', layer: node.id, at: { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) } });
  };
  const connect = useCallback(
    ({ source, target }: Connection) => {
      designer.commit({ type: 'connect', from: source, to: target }, `Connected ${source} to ${target}.`);
    },
    [designer],
  );
  return (
    <div ref={canvas} className={`canvas ${broken ? 'stale' : ''} ${drag ? 'dragging' : ''}`} onKeyDown={onKeyDown}>
      <ReactFlow<CardNode, ShapeEdgeType>
        aria-label="Model"
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
        isValidConnection={({ source, target }) => source !== target}
        onConnect={connect}
        onNodeClick={click}
        onNodeContextMenu={menu}
        onNodeMouseMove={(_, node) => setHovered(node.id)}
        onNodeMouseLeave={() => setHovered(undefined)}
        onPaneClick={() => {
          designer.select([]);
          designer.open(undefined);
          designer.view?.focus();
        }}
        onMoveEnd={(_, viewport) => designer.saveViewport(viewport)}
        proOptions={ATTRIBUTION}
      />
      {picture && drag && <DropMark drag={drag} picture={picture} />}
      {picture && !drag && <HoverBox picture={picture} hovered={hovered} />}
      {picture && <Overlays picture={picture} />}
      {empty && <Empty />}
      <Notices picture={picture} />
      {!empty && picture && <ZoomBar />}
      {!empty && picture && <Hints />}
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
function useTree(canvas: { readonly current: HTMLElement | null }, picture: Picture | undefined): void {
  const active = useDesignerState(({ selection }) => selection.at(-1));
  const { getNodes } = useReactFlow();
  useLayoutEffect(() => {
    const tree = canvas.current?.querySelector('.react-flow__nodes');
    if (!tree) return;
    const attributes = { role: 'tree', tabindex: '0', id: 'layers', 'aria-label': 'Layers', 'aria-multiselectable': 'true' };
    for (const [name, value] of Object.entries(attributes)) tree.setAttribute(name, value);
  }, [canvas]);
  useEffect(() => {
    const tree = canvas.current?.querySelector('.react-flow__nodes');
    const position = active === undefined ? undefined : picture?.cards.get(active)?.position;
    if (position === undefined) tree?.removeAttribute('aria-activedescendant');
    else tree?.setAttribute('aria-activedescendant', cardElementId(position));
  }, [canvas, active, picture, getNodes]);
}

const SETTLED_AFTER = 150;

/** Cards move to make room when the graph changes, and only then: not while it is first drawn. */
function useSettling(canvas: { readonly current: HTMLElement | null }, picture: Picture | undefined): void {
  const structure = picture?.structure;
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
