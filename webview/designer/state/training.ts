import type { Analysis } from '../../../src/core/analysis';
import type { Json, JsonObject } from '../../../src/core/document';
import type { LayerReuse } from '../../../src/core/training/events';
import { courseOf } from '../../../src/core/training/course';
import { withFrozen } from '../../../src/core/training/frozen';
import type { AbsentData, DataPreview } from '../../../src/protocol/dataPreview';
import type { RateSearchState, Refused } from '../../../src/protocol/designerQuestions';
import type { DesignerRun } from '../../../src/protocol/designer';
import type { Session } from './session';

/** What is known of the data that a design names; `key` says of which design. */
export type DataLook = { readonly key: string } &
  /** `preview`: what was seen before, until it is known anew. */
  (
    | { readonly state: 'reading'; readonly preview?: DataPreview }
    | { readonly state: 'downloading'; readonly received: number; readonly total: number }
    | ({ readonly state: 'absent' } & AbsentData)
    | { readonly state: 'seen'; readonly preview: DataPreview }
    | { readonly state: 'refused'; readonly failure: Refused }
  );

/** What would become of the layers with the weights that a design begins with. */
export type WeightsLook = { readonly key: string } & (
  | { readonly state: 'reading' }
  | { readonly state: 'reported'; readonly layers: readonly LayerReuse[]; readonly file: string; readonly epoch?: number }
  | { readonly state: 'refused'; readonly failure: Refused }
);

/** What the designer knows of training beside the text. */
export interface TrainingState {
  /** The part of training that is looked at, from 0; the cards then show what is frozen in it. */
  readonly trainingPhase?: number;
  readonly dataLook?: DataLook;
  readonly weightsLook?: WeightsLook;
  readonly rateSearch?: RateSearchState;
}

/** The preview that is there, be it that of a moment ago. */
export const previewOf = ({ dataLook }: TrainingState): DataPreview | undefined =>
  dataLook && 'preview' in dataLook ? dataLook.preview : undefined;

interface Shown extends TrainingState {
  readonly session: Session;
  readonly run?: DesignerRun;
}

const isUnderWay = (run: DesignerRun | undefined): boolean => run?.phase === 'running' || run?.phase === 'paused';

/** The phase that the cards show: the one that is looked at, else the one that trains; `undefined` where there are none. */
export function shownPhase({ session, run, trainingPhase }: Shown): number | undefined {
  const phases = (session.shown.design?.training as JsonObject | undefined)?.phases;
  const count = Array.isArray(phases) ? phases.length : 0;
  const phase = trainingPhase ?? (isUnderWay(run) ? run?.trainingPhase : undefined);
  return phase !== undefined && phase < count ? phase : undefined;
}

const phased = new WeakMap<Analysis, Map<number, Analysis>>();

/** The design as it is in the phase that is shown. */
export function phasedAnalysis(state: Shown): Analysis {
  const { shown } = state.session;
  const phase = shownPhase(state);
  if (phase === undefined) return shown;
  const known = phased.get(shown) ?? new Map<number, Analysis>();
  phased.set(shown, known);
  const found = known.get(phase) ?? withFrozen(shown, courseOf(shown.design?.training ?? {})[phase]?.freeze ?? []);
  known.set(phase, found);
  return found;
}

/** What becomes of a layer's weights where the design begins with those of another; `undefined`: it does not, or nothing is known. */
export function reuseOf({ session, run, weightsLook }: Shown, layer: string): LayerReuse['outcome'] | undefined {
  const { weights } = (session.shown.design?.training ?? {}) as JsonObject & { readonly weights?: Json };
  if (weights === undefined || weights === null) return undefined;
  const layers = weightsLook?.state === 'reported' ? weightsLook.layers : isUnderWay(run) ? run?.reused : undefined;
  return layers && outcomesOf(layers).get(layer);
}

const outcomes = new WeakMap<readonly LayerReuse[], ReadonlyMap<string, LayerReuse['outcome']>>();

function outcomesOf(layers: readonly LayerReuse[]): ReadonlyMap<string, LayerReuse['outcome']> {
  const found = outcomes.get(layers) ?? new Map(layers.map(({ name, outcome }) => [name, outcome]));
  outcomes.set(layers, found);
  return found;
}
