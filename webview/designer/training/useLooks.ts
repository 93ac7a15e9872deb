import { useEffect, useMemo, useState } from 'react';
import type { Analysis } from '../../../src/core/analysis';
import type { JsonObject } from '../../../src/core/document';
import { isUntouched, useDesigner, useDesignerState } from '../state/designer';
import { useRested } from '../state/useRested';
import { previewOf, type DataLook } from '../state/training';

/** While somebody chooses and types nothing is read. */
const REST = 400;

const shapesOf = ({ layers }: Analysis, ids: readonly string[]) => ids.map((id) => layers.find((layer) => layer.id === id)?.output ?? null);

/** Whether the inspector can be seen: where there is little room it is put away, and nothing is read for it. */
export function useInspectorSeen(): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const inspector = document.getElementById('inspector');
    if (!inspector) return;
    const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting === true));
    observer.observe(inspector);
    return () => observer.disconnect();
  }, []);
  return seen;
}

/** What a look at the data depends on; `undefined` where the design names none. */
function dataKey(analysis: Analysis): string | undefined {
  const { data, loss } = (analysis.design?.training ?? {}) as JsonObject;
  const named = typeof data === 'object' && data !== null && ('dataset' in data || 'inputs' in data);
  return named
    ? JSON.stringify([data, loss ?? null, shapesOf(analysis, analysis.inputs), shapesOf(analysis, analysis.outputs)])
    : undefined;
}

/** What a report on weights depends on; `undefined` where the design begins with none. */
function weightsKey({ design, layers }: Analysis): string | undefined {
  const { weights } = (design?.training ?? {}) as JsonObject;
  if (typeof weights !== 'object' || weights === null) return undefined;
  return JSON.stringify([weights, layers.map(({ name, weights: own }) => [name, own?.map(({ shape }) => shape)])]);
}

/** Keeps the look at the data up to date, as long as somebody sees it. `download`: fetches a data set that is not here. */
export function useDataLook(): { readonly download: () => void; readonly cancel: () => void } {
  const designer = useDesigner();
  const shown = useRested(useDesignerState(({ session }) => session.shown));
  const trusted = useDesignerState((state) => state.trusted);
  const untouched = useDesignerState(isUntouched);
  const seen = useInspectorSeen();
  const key = useMemo(() => dataKey(shown), [shown]);
  const ask = (asked: string, how: { readonly download?: boolean; readonly again?: boolean } = {}): void => {
    const preview = previewOf(designer.store.get());
    designer.set({ dataLook: { key: asked, state: 'reading', ...(preview && { preview }) } });
    const told = (dataLook: DataLook): void => {
      if (designer.store.get().dataLook?.key === asked) designer.set({ dataLook });
    };
    void designer.questions
      .ask({ type: 'previewData', ...how }, ({ received, total }) => told({ key: asked, state: 'downloading', received, total }))
      .then((answer) => {
        if (answer.type === 'questionRefused') return told({ key: asked, state: 'refused', failure: answer.failure });
        if (answer.type !== 'dataPreviewed') return;
        const { preview: found } = answer;
        told('absent' in found ? { key: asked, state: 'absent', ...found } : { key: asked, state: 'seen', preview: found });
      });
  };
  useEffect(() => {
    const { dataLook } = designer.store.get();
    if (key === undefined || !trusted) return designer.set({ dataLook: undefined });
    if (dataLook?.key === key || !untouched || !seen) return;
    const timer = setTimeout(() => ask(key), dataLook ? REST : 0);
    return () => clearTimeout(timer);
  }, [designer, key, trusted, untouched, seen]);
  return {
    download: () => key !== undefined && ask(key, { download: true }),
    cancel: () => {
      designer.post({ type: 'cancelPreview' });
      if (key !== undefined) ask(key, { again: true });
    },
  };
}

/** Keeps the report on weights up to date, as long as somebody sees it. */
export function useWeightsLook(): void {
  const designer = useDesigner();
  const shown = useRested(useDesignerState(({ session }) => session.shown));
  const trusted = useDesignerState((state) => state.trusted);
  const untouched = useDesignerState(isUntouched);
  const seen = useInspectorSeen();
  const key = useMemo(() => weightsKey(shown), [shown]);
  useEffect(() => {
    const { weightsLook } = designer.store.get();
    if (key === undefined || !trusted) return designer.set({ weightsLook: undefined });
    if (weightsLook?.key === key || !untouched || !seen) return;
    const timer = setTimeout(
      () => {
        designer.set({ weightsLook: { key, state: 'reading' } });
        void designer.questions.ask({ type: 'reportWeights' }).then((answer) => {
          if (designer.store.get().weightsLook?.key !== key) return;
          if (answer.type === 'questionRefused') designer.set({ weightsLook: { key, state: 'refused', failure: answer.failure } });
          else if (answer.type === 'weightsReported') {
            const { layers, from, epoch } = answer.report;
            designer.set({ weightsLook: { key, state: 'reported', layers, file: from, ...(epoch !== undefined && { epoch }) } });
          }
        });
      },
      weightsLook ? REST : 0,
    );
    return () => clearTimeout(timer);
  }, [designer, key, trusted, untouched, seen]);
}
