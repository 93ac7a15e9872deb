import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/document';
import type { ToDesigner } from '../../../../src/protocol/designer';
import { simplePlacement, type Placement, type Structure } from '../../../../webview/designer/graph/layout';
import type { LayoutClient } from '../../../../webview/designer/graph/layoutClient';
import type { Picture } from '../../../../webview/designer/graph/picture';
import { createDesigner, type Designer } from '../../../../webview/designer/state/designer';
import { followPictures, type Pictures } from '../../../../webview/designer/state/pictures';
import type { Store } from '../../../../webview/shared/store';
import { add, dense, input, textOf } from './designs';

interface Stage {
  readonly designer: Designer;
  readonly pictures: Store<Pictures>;
  readonly tell: (...layers: readonly JsonObject[]) => void;
  readonly say: (message: ToDesigner) => void;
  /** Layouts that were asked for and not made yet. */
  readonly asked: ((placement: Placement) => void)[];
  readonly structures: Structure[];
}

/** A designer whose worker answers when the test wants it to; `chains` are laid out at once. */
function stage(): Stage {
  let say: Stage['say'] = () => undefined;
  const designer = createDesigner({
    post: () => undefined,
    listen: (handle) => {
      say = handle;
      return () => undefined;
    },
    saved: () => undefined,
    save: () => undefined,
  });
  const asked: Stage['asked'] = [];
  const structures: Structure[] = [];
  const layout: LayoutClient = {
    now: (structure) => (structure.edges.length < structure.nodes.length ? simplePlacement(structure) : undefined),
    request: (structure, done) => {
      structures.push(structure);
      asked.push(done);
    },
  };
  const pictures = followPictures(designer.store, layout);
  const tell: Stage['tell'] = (...layers) => say({ type: 'documentChanged', version: 1, text: textOf(...layers) });
  return { designer, pictures, tell, say: (message) => say(message), asked, structures };
}

const chain = (units: number) => [input('x', 784), dense('h', units), dense('y', 10)] as const;
const branches = [input('x', 8), dense('a', 8), dense('b', 8, { inputs: ['x'] }), add('sum', 'a', 'b')] as const;
const shown = ({ pictures }: Stage): Picture => {
  const { picture } = pictures.get();
  if (!picture) throw new Error('There is no picture.');
  return picture;
};

describe('a picture', () => {
  it('of a chain is there with the text', () => {
    const now = stage();
    now.tell(...chain(300));
    expect(Object.keys(shown(now).drawing.boxes)).toEqual(['x', 'h', 'y']);
    const { drawing, flows } = shown(now);
    expect(drawing.routes.map(({ id }) => [flows.get(id)?.text, flows.get(id)?.changed])).toEqual([
      ['784', true],
      ['300', true],
    ]);
  });
  it('keeps all that a typed value does not change', () => {
    const now = stage();
    now.tell(...chain(300));
    const { drawing, cards, flows } = shown(now);
    const [x, h] = ['x', 'h'].map((id) => cards.get(id));
    const said = drawing.routes.map(({ id }) => flows.get(id));
    now.designer.preview({ type: 'setField', layer: 'h', field: 'units', value: 200 });
    const after = shown(now);
    expect(after.drawing).toBe(drawing);
    expect(after.cards.get('x')).toBe(x);
    expect(after.cards.get('h')).not.toBe(h);
    expect(drawing.routes.map(({ id }, i) => after.flows.get(id) === said[i])).toEqual([true, false]);
  });
  it('waits for the worker where there are branches, and keeps what was placed until then', () => {
    const now = stage();
    now.tell(input('x', 8), dense('a', 8));
    now.tell(...branches);
    expect(Object.keys(shown(now).drawing.boxes)).toEqual(['x', 'a']);
    const [structure] = now.structures;
    if (structure) now.asked[0]?.(simplePlacement(structure));
    expect(Object.keys(shown(now).drawing.boxes)).toEqual(['x', 'a', 'b', 'sum']);
    now.designer.preview({ type: 'setField', layer: 'a', field: 'units', value: 9 });
    expect(now.asked).toHaveLength(1);
  });
  it('says which input does not fit', () => {
    const now = stage();
    now.tell(input('x', 8), dense('a', 8), dense('b', 9, { inputs: ['x'] }), add('sum', 'a', 'b'), dense('y', 1));
    const [structure] = now.structures;
    if (structure) now.asked[0]?.(simplePlacement(structure));
    const states = shown(now).drawing.routes.map(({ id, from, to }) => [from, to, shown(now).flows.get(id)?.state]);
    expect(states).toContainEqual(['b', 'sum', 'bad']);
    expect(states).toContainEqual(['a', 'sum', 'plain']);
    expect(states).toContainEqual(['sum', 'y', 'unknown']);
  });
  it('has room for the health of layers while they train', () => {
    const now = stage();
    now.tell(...chain(300));
    const before = shown(now).drawing.boxes.h?.height ?? NaN;
    const health = [{ type: 'health', step: 1, layers: [{ name: 'h', gradientNorm: 1, updateRatio: 1e-3 }] }] as const;
    now.say({ type: 'runChanged', run: { id: 'r', phase: 'running', epoch: 1, epochs: 2, step: 1, stepsPerEpoch: 9, health } });
    expect(shown(now).drawing.boxes.h?.height).toBe(before + 25);
    now.say({ type: 'runChanged', run: { id: 'r', phase: 'finished', epoch: 2, epochs: 2, step: 9, stepsPerEpoch: 9, health } });
    expect(shown(now).drawing.boxes.h?.height).toBe(before);
  });
});
