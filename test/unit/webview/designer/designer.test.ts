import { beforeEach, describe, expect, it } from 'vitest';
import { applyEdit, applyTextEdits } from '../../../../src/core/edit';
import type { FromDesigner, ToDesigner } from '../../../../src/protocol/designer';
import { createDesigner, isLocked, type Designer, type Saved } from '../../../../webview/designer/state/designer';
import { dense, input, textOf } from './designs';

/** A host with a document, which answers when told to. */
class Host {
  text = textOf(input('x', 784), dense('h', 300), dense('y', 10));
  readonly heard: FromDesigner[] = [];
  saved: Saved | undefined;
  private say: (message: ToDesigner) => void = () => undefined;
  private version = 0;

  open(saved?: Saved): Designer {
    const designer = createDesigner({
      post: (message) => this.heard.push(message),
      listen: (handle) => {
        this.say = handle;
        return () => undefined;
      },
      saved: () => saved,
      save: (state) => (this.saved = state),
    });
    this.tell();
    return designer;
  }
  tell(text = this.text, answersEdit?: number): void {
    this.text = text;
    this.say({ type: 'documentChanged', version: ++this.version, text, ...(answersEdit !== undefined && { answersEdit }) });
  }
  send(message: ToDesigner): void {
    this.say(message);
  }
  get edits(): Extract<FromDesigner, { type: 'edit' }>[] {
    return this.heard.filter((message) => message.type === 'edit');
  }
  /** Makes the edits that were sent, one after the other. */
  answer(): void {
    for (const { id, edit } of this.edits.splice(0)) {
      const result = applyEdit(this.text, edit);
      if (result.ok) this.tell(applyTextEdits(this.text, result.edits), id);
      else this.say({ type: 'editRefused', edit: id, reason: result.reason });
    }
    this.heard.length = 0;
  }
}

let host: Host;
let designer: Designer;
const total = (): number => designer.store.get().session.shown.totals.total;
const units = (value: number) => ({ type: 'setField', layer: 'h', field: 'units', value }) as const;

beforeEach(() => {
  host = new Host();
  designer = host.open();
});

describe('a value that is typed', () => {
  it('shows what it would come to and is not sent', () => {
    designer.preview(units(100));
    expect(total()).toBe(784 * 100 + 100 + 1010);
    expect(host.edits).toEqual([]);
    designer.preview(undefined);
    expect(total()).toBe(784 * 300 + 300 + 3010);
  });
  it('is there at once when it is taken, and nothing is drawn again when the host answers', () => {
    designer.preview(units(100));
    const previewed = designer.store.get().session.analysis;
    expect(designer.commit(units(100))).toBe(true);
    host.answer();
    expect(designer.store.get().session.analysis).toBe(previewed);
    expect(designer.store.get().session.sent).toEqual([]);
  });
});

describe('edits', () => {
  it('on their way lie on top of what others change', () => {
    designer.commit(units(100));
    host.tell(textOf(input('x', 10), dense('h', 300), dense('y', 10)));
    expect(total()).toBe(10 * 100 + 100 + 1010);
    host.answer();
    expect(total()).toBe(10 * 100 + 100 + 1010);
  });
  it('select what they made', () => {
    designer.commit({ type: 'addLayer', layerType: 'Dropout', position: { after: 'h' } });
    expect(designer.store.get().selection).toEqual(['dropout']);
    expect(host.heard).toContainEqual({ type: 'selectionChanged', layers: ['dropout'] });
  });
  it('follow a rename with the selection', () => {
    designer.select(['h']);
    designer.commit({ type: 'renameLayer', layer: 'h', name: 'hidden' });
    expect(designer.store.get().selection).toEqual(['hidden']);
  });
  it('that cannot be made say why, beside their layer, and are not sent', () => {
    expect(designer.commit({ type: 'renameLayer', layer: 'h', name: 'y' })).toBe(false);
    expect(designer.store.get().refusal).toMatchObject({ layer: 'h', reason: expect.stringContaining('y') as string });
    expect(host.edits).toEqual([]);
  });
  it('that the host refuses are taken back', () => {
    designer.commit(units(100));
    host.send({ type: 'editRefused', edit: 1, reason: 'The file is read-only.' });
    expect(total()).toBe(784 * 300 + 300 + 3010);
    expect(designer.store.get().refusal?.reason).toBe('The file is read-only.');
  });
  it('are announced with what the model comes to', () => {
    designer.commit({ type: 'deleteLayers', layers: ['h'] }, 'Deleted h.');
    expect(designer.store.get().said).toBe('Deleted h. 7,850 parameters.');
  });
});

describe('a selection', () => {
  it('loses what is gone', () => {
    designer.select(['h', 'y']);
    host.tell(textOf(input('x', 784), dense('y', 10)));
    expect(designer.store.get().selection).toEqual(['y']);
  });
  it('is kept beyond the webview', () => {
    designer.select(['h']);
    expect(host.saved?.selection).toEqual(['h']);
    const again = new Host().open(host.saved);
    expect(again.store.get().selection).toEqual(['h']);
  });
  it('follows the host to a layer', () => {
    host.send({ type: 'reveal', layer: 'y' });
    expect(designer.store.get().selection).toEqual(['y']);
  });
});

describe('a text that cannot be read', () => {
  beforeEach(() => {
    designer.select(['h']);
    host.tell('{ "layerwise": 1, "layers": [');
  });
  it('leaves the last design in view, with its selection, and cannot be changed', () => {
    expect(total()).toBe(784 * 300 + 300 + 3010);
    expect(designer.store.get().selection).toEqual(['h']);
    expect(isLocked(designer.store.get())).toBe(true);
    expect(designer.commit(units(1))).toBe(false);
  });
  it('opens no box that ends in a change, and says why at once', () => {
    designer.open({ kind: 'add', position: { after: 'h' }, layer: 'h' });
    expect(designer.store.get()).toMatchObject({ refusal: { layer: 'h', reason: expect.stringContaining('cannot be read') as string } });
    expect(designer.store.get().overlay).toBeUndefined();
    designer.open({ kind: 'find' });
    expect(designer.store.get()).toMatchObject({ overlay: { kind: 'find' } });
  });
  it('is forgotten once it can be read again', () => {
    host.tell(textOf(input('x', 784)));
    expect(total()).toBe(0);
    expect(isLocked(designer.store.get())).toBe(false);
  });
});

it('a file of a newer version is shown and not changed', () => {
  host.tell(host.text.replace('"layerwise": 1', '"layerwise": 2'));
  expect(designer.commit(units(1))).toBe(false);
  expect(designer.store.get().refusal?.reason).toContain('version 2');
});

it('a template takes the place of an empty design', () => {
  host.tell(textOf());
  expect(designer.commit({ type: 'useTemplate', text: textOf(input('x', 4), dense('y', 1)) })).toBe(true);
  host.answer();
  expect(total()).toBe(5);
  expect(designer.commit({ type: 'useTemplate', text: textOf() })).toBe(false);
});
