import { useEffect, useState } from 'react';
import type { LayerAnalysis } from '../../../src/core/analysis';
import type { JsonObject } from '../../../src/core/document';
import type { Refused } from '../../../src/protocol/designerQuestions';
import type { WeightsLook } from '../../../src/protocol/weightsLook';
import { isUntouched, useDesigner, useDesignerState } from '../state/designer';
import { useInspectorSeen } from '../training/useLooks';

/** What is known of the weights of a layer. `look` absent: there are none to look at yet. */
export type SeenWeights =
  | { readonly state: 'reading' }
  | { readonly state: 'seen'; readonly look?: WeightsLook; readonly run?: string }
  | { readonly state: 'refused'; readonly failure: Refused };

interface Kept {
  readonly layer: string;
  readonly key: string;
  /** How often a person had asked for it. */
  readonly times: number;
  readonly seen: SeenWeights;
}

/** While somebody goes from layer to layer nothing is read. */
const REST = 250;
/** A run whose epochs are short would have them read all the time. */
const PAUSE = 3000;

/** Reads the weights of the layer while this is shown, and again after each epoch of a run, or when the file that is looked at has changed. */
export function useSeenWeights({ name, weights }: LayerAnalysis): { readonly seen: SeenWeights; readonly again: () => void } {
  const designer = useDesigner();
  const untouched = useDesignerState(isUntouched);
  const visible = useInspectorSeen();
  const begin = useDesignerState(({ session }) => (session.shown.design?.training as JsonObject | undefined)?.weights);
  const saved = useDesignerState(({ run }) => (run ? `${run.id} ${run.phase} ${run.epoch}` : ''));
  const reading = useDesignerState(({ viewed }) => viewed?.reading);
  const [times, setTimes] = useState(0);
  const [kept, setKept] = useState<Kept>();
  const [waiting, setWaiting] = useState<string>();
  const key = JSON.stringify([name, weights?.map(({ shape }) => shape), begin, saved, reading, times]);
  const known = kept?.layer === name ? kept : undefined;
  useEffect(() => {
    if (!visible || !untouched || kept?.key === key) return;
    // An answer that is on its way for this layer is waited for: a newer question would end it.
    if (waiting === name) return;
    const timer = setTimeout(
      () => {
        setWaiting(name);
        void designer.questions.ask({ type: 'lookAtWeights', layer: name }).then((answer) => {
          setWaiting((now) => (now === name ? undefined : now));
          if (answer.type === 'questionRefused') setKept({ layer: name, key, times, seen: { state: 'refused', failure: answer.failure } });
          if (answer.type !== 'weightsSeen') return;
          const { look, run } = answer;
          setKept({ layer: name, key, times, seen: { state: 'seen', ...(look && { look }), ...(run !== undefined && { run }) } });
        });
      },
      known?.times === times ? PAUSE : kept && !known ? REST : 0,
    );
    return () => clearTimeout(timer);
  }, [designer, name, key, kept, known, waiting, visible, untouched, times]);
  return { seen: known?.seen ?? { state: 'reading' }, again: () => setTimes(times + 1) };
}
