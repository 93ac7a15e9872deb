import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import type { ToDesigner } from '../../../../../src/protocol/designer';
import { TrainingInspector } from '../../../../../webview/designer/inspector/TrainingInspector';
import { createDesigner, DesignerProvider } from '../../../../../webview/designer/state/designer';

// The controls of VS Code are custom elements, and without a browser there are none.
vi.mock('../../../../../webview/shared/controls', () => {
  const plain = ({ children }: { readonly children?: ReactNode }) => createElement('span', {}, children);
  return { Button: plain, Checkbox: plain, TextField: plain };
});
vi.mock('../../../../../webview/shared/store', async (original) => ({
  ...(await original<object>()),
  useStore: <State, Part>(store: { get: () => State }, select: (state: State) => Part): Part => select(store.get()),
}));

function inspected(training: unknown): string {
  let hear: (message: ToDesigner) => void = () => undefined;
  const listen = (listener: typeof hear) => {
    hear = listener;
    return () => undefined;
  };
  const designer = createDesigner({ saved: () => undefined, save: () => undefined, post: () => undefined, listen });
  const layers = [
    { name: 'in', type: 'Input', shape: [4] },
    { name: 'out', type: 'Dense', units: 3 },
  ];
  hear({ type: 'documentChanged', version: 1, text: JSON.stringify({ layerwise: 1, layers, training }) });
  for (const section of ['callbacks', 'penalties', 'weights']) designer.fold(`training.${section}`, true);
  designer.set({ trainingPhase: 0 });
  return renderToStaticMarkup(createElement(DesignerProvider, { value: designer }, createElement(TrainingInspector)));
}

const ODD = [null, 0, -1, 0.2, 'abc', true, [], [null], ['x'], {}, { type: 5 }, [{}]];
const data = { dataset: 'mnist' };
const PLACES: readonly (readonly [string, (value: unknown) => unknown])[] = [
  ['training', (value) => value],
  ...['data', 'loss', 'optimizer', 'epochs', 'batch_size', 'metrics', 'phases', 'callbacks', 'weights', 'class_weight'].map(
    (key) => [key, (value: unknown) => ({ data, [key]: value })] as const,
  ),
  ...['dataset', 'inputs', 'validation', 'count', 'classes', 'target'].map(
    (key) => [`data.${key}`, (value: unknown) => ({ data: { ...data, [key]: value } })] as const,
  ),
  ...['epochs', 'freeze', 'optimizer'].map((key) => [`phases.${key}`, (value: unknown) => ({ data, phases: [{ [key]: value }] })] as const),
];

it.each(PLACES)('while somebody writes %s as text, the inspector stays, whatever is there', (_, sectionOf) => {
  for (const value of ODD) expect(inspected(sectionOf(value)), JSON.stringify(value)).toContain('Training');
});
