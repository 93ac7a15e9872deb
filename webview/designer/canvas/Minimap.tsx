import { useReactFlow, useStore as useFlow, useViewport } from '@xyflow/react';
import { useEffect, useMemo, useRef, useState, type PointerEvent, type ReactElement, type WheelEvent } from 'react';
import type { Severity } from '../../../src/core/diagnostics';
import { watchTheme } from '../../shared/watchTheme';
import { MAP, MAP_WIDTH, mapMarks, mapScale, mapSlider, type MapScale } from '../graph/minimap';
import type { Picture } from '../graph/picture';
import { useDesignerState, type Designer, type DesignerState } from '../state/designer';
import { usePicture } from '../state/pictures';

const { margin: MARGIN } = MAP;
const PROBLEM = { width: MAP.problems, height: 2 };
/** The edge of a card in the colour of its family. */
const EDGE = 3;
/** Milliseconds. */
const REST = 80;
const severityColors: Readonly<Record<Severity, string>> = {
  error: 'var(--vscode-editorError-foreground)',
  warning: 'var(--vscode-editorWarning-foreground)',
  hint: 'var(--vscode-editorInfo-foreground)',
};

/** A canvas that is narrower has no room for it, unless it is asked for. */
const NARROW = 480;

/** Whether it is wanted beside a canvas of this width; kept as the sections of the inspector are. */
export const isMapShown = (folds: DesignerState['folds'], width: number): boolean => folds.minimap ?? width >= NARROW;

export function toggleMap(designer: Designer): void {
  const width = document.querySelector('.canvas')?.clientWidth ?? 0;
  designer.fold('minimap', !isMapShown(designer.store.get().folds, width));
}

/** The whole graph beside the canvas, and what of it is in view. For the pointer: keys have Home, End, find and the outline. */
export function Minimap(): ReactElement | null {
  const picture = usePicture((now) => now);
  const width = useFlow((state) => state.width);
  const wanted = useDesignerState(({ folds }) => isMapShown(folds, width));
  const height = useFlow((state) => state.height);
  const zoom = useFlow(({ transform }) => transform[2]);
  const bounds = picture?.drawing.bounds;
  const beyond = bounds !== undefined && (bounds.height * zoom > height || bounds.width * zoom > width);
  return wanted && beyond && height > 0 ? <Shown picture={picture!} height={height} /> : null;
}

function Shown({ picture, height }: { readonly picture: Picture; readonly height: number }): ReactElement {
  const { bounds } = picture.drawing;
  const scale = useMemo(() => mapScale(bounds, height - 2 * MARGIN), [bounds, height]);
  const { drag, jump } = useDrag(picture, scale);
  const flow = useReactFlow();
  const scroll = ({ deltaX, deltaY }: WheelEvent): void => {
    const { x, y, zoom } = flow.getViewport();
    void flow.setViewport({ x: x - deltaX, y: y - deltaY, zoom });
  };
  return (
    <div
      className="minimap nopan"
      aria-hidden="true"
      style={{ width: MAP_WIDTH }}
      onPointerDown={jump}
      onMouseDown={(event) => event.preventDefault()}
      onWheel={scroll}
    >
      <Marks picture={picture} scale={scale} />
      <Slider picture={picture} scale={scale} drag={drag} />
    </div>
  );
}

/** All cards. They are drawn a moment after they changed, so that no key waits for it. */
function Marks({ picture, scale }: { readonly picture: Picture; readonly scale: MapScale }): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const colors = useRef(new Map<string, string>());
  const [theme, setTheme] = useState(0);
  const selection = useDesignerState((state) => state.selection);
  const { drawing, cards } = picture;
  const width = MAP.width + PROBLEM.width + MARGIN;
  useEffect(
    () =>
      watchTheme(() => {
        colors.current.clear();
        setTheme((count) => count + 1);
      }),
    [],
  );
  useEffect(() => {
    const timer = setTimeout(() => {
      const map = canvas.current;
      const context = map?.getContext('2d');
      if (!map || !context || !probe.current) return;
      const color = colorsOf(probe.current, colors.current);
      const { marks, problems } = mapMarks(drawing, cards, scale);
      const ratio = window.devicePixelRatio;
      const height = scale.height + PROBLEM.height;
      // This clears it, so it is done where it is drawn anew at once.
      Object.assign(map, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
      Object.assign(map.style, { width: `${width}px`, height: `${height}px` });
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      for (const { x, y, width: wide, height: high, family } of marks) {
        const edge = Math.min(EDGE, wide);
        context.fillStyle = color(`f-${family}`, 'var(--f)');
        context.fillRect(x, y, edge, high);
        context.fillStyle = color('', 'var(--lw-map)');
        context.fillRect(x + edge, y, wide - edge, high);
      }
      context.fillStyle = color('', 'var(--vscode-focusBorder)');
      for (const id of selection) {
        const box = drawing.boxes[id];
        if (box) context.fillRect(0, Math.round(box.y * scale.y), scale.width, Math.max(2, Math.round(box.height * scale.y)));
      }
      for (const { y, severity } of problems) {
        context.fillStyle = color('', severityColors[severity]);
        context.fillRect(MAP.width + MARGIN, y, PROBLEM.width, PROBLEM.height);
      }
    }, REST);
    return () => clearTimeout(timer);
  }, [drawing, cards, selection, scale, width, theme]);
  return (
    <>
      <span ref={probe} hidden />
      <canvas ref={canvas} style={{ left: MARGIN, top: MARGIN }} />
    </>
  );
}

/** A canvas knows no variables and no mixes: a hidden element has the browser work them out, once for each theme. */
const colorsOf =
  (probe: HTMLElement, known: Map<string, string>) =>
  (className: string, value: string): string => {
    const key = `${className} ${value}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    probe.className = className;
    probe.style.color = value;
    const { color } = getComputedStyle(probe);
    known.set(key, color);
    return color;
  };

interface SliderProps {
  readonly picture: Picture;
  readonly scale: MapScale;
  readonly drag: (event: PointerEvent) => void;
}

function Slider({ picture, scale, drag }: SliderProps): ReactElement {
  const { x, y, zoom } = useViewport();
  const width = useFlow((state) => state.width);
  const height = useFlow((state) => state.height);
  const view = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  const box = mapSlider(view, picture.drawing.bounds, scale);
  return (
    <div
      className="slider"
      style={{ transform: `translate(${box.x + MARGIN}px, ${box.y + MARGIN}px)`, width: box.width, height: box.height }}
      onPointerDown={drag}
    />
  );
}

/** Moving the view by its picture on the map; a press beside that brings it there first. */
function useDrag(
  picture: Picture,
  scale: MapScale,
): { readonly drag: (event: PointerEvent) => void; readonly jump: (event: PointerEvent) => void } {
  const flow = useReactFlow();
  const width = useFlow((state) => state.width);
  const height = useFlow((state) => state.height);
  const follow = (event: PointerEvent): void => {
    const map = event.currentTarget;
    const start = { at: { x: event.clientX, y: event.clientY }, view: flow.getViewport() };
    map.setPointerCapture(event.pointerId);
    const move = ({ clientX, clientY }: globalThis.PointerEvent): void => {
      const { x, y, zoom } = start.view;
      const [dx, dy] = [(clientX - start.at.x) / scale.x, (clientY - start.at.y) / scale.y];
      void flow.setViewport({ x: x - dx * zoom, y: y - dy * zoom, zoom });
    };
    const end = (): void => {
      map.removeEventListener('pointermove', move as EventListener);
      map.removeEventListener('lostpointercapture', end);
    };
    map.addEventListener('pointermove', move as EventListener);
    map.addEventListener('lostpointercapture', end);
  };
  return {
    drag: (event) => {
      if (event.button !== 0) return;
      event.stopPropagation();
      follow(event);
    },
    jump: (event) => {
      if (event.button !== 0) return;
      const { zoom } = flow.getViewport();
      const { bounds } = picture.drawing;
      const { left, top } = event.currentTarget.getBoundingClientRect();
      const y = bounds.y + (event.clientY - top - MARGIN) / scale.y;
      // Pressing on a narrow map is meant up and down; from side to side only where there is more than is in view.
      const aside = bounds.width * zoom > width ? bounds.x + (event.clientX - left - MARGIN) / scale.x : bounds.x + bounds.width / 2;
      void flow.setViewport({ x: width / 2 - aside * zoom, y: height / 2 - y * zoom, zoom });
      follow(event);
    },
  };
}
