import type { Analysis } from '../analysis';
import { onceEach } from '../blocks/onText';
import { sortDiagnostics } from '../sortDiagnostics';
import type { Advice } from './advice';
import { adviseBeforeNormalization } from './beforeNormalization';
import { adviseDepth } from './depth';
import { adviseDyingRelu } from './dyingRelu';
import { adviseFrozenStatistics } from './frozenStatistics';
import { adviseInitialization } from './initialization';
import { NOTHING_KNOWN, type Known } from './known';
import { adviseLinear } from './linear';
import { adviseMemory } from './memory';
import { adviseNormalization } from './normalization';
import { adviseOneCycle } from './oneCycle';
import { adviseLearningRate, advisePenalties, adviseScale } from './optimization';
import { adviseOutput } from './output';
import { adviseSelfNormalization, adviseSeluInputs } from './selfNormalization';
import { sitesOf, type Site } from './sites';
import { toldBy } from './told';

/** Codes of advice that somebody does not want (the setting `layerwise.advice`). */
export type Unwanted = ReadonlySet<string>;
const NOTHING: Unwanted = new Set();

const OF_ONE_LAYER = [
  adviseInitialization,
  adviseLinear,
  adviseSelfNormalization,
  adviseNormalization,
  adviseBeforeNormalization,
  advisePenalties,
];

/** What would make a design learn better. Says nothing about layers that have an error. */
export function advise(analysis: Analysis, unwanted: Unwanted = NOTHING, known: Known = NOTHING_KNOWN): readonly Advice[] {
  const sites = sitesOf(analysis);
  const told = toldBy(analysis.design?.training);
  const selu = adviseSeluInputs(sites, told);
  const advice = [
    ...OF_ONE_LAYER.flatMap((rule) => of(sites, rule)),
    ...adviseFrozenStatistics(sites, told.phases),
    ...adviseDepth(sites),
    ...adviseOutput(sites, analysis.design?.training),
    // What is standardized need not be scaled as well.
    ...(selu.length > 0 ? selu : adviseScale(sites, told)),
    ...adviseLearningRate(told),
    ...adviseDyingRelu(sites, told),
    ...adviseOneCycle(told, known),
    ...adviseMemory(analysis, known),
  ];
  const wanted = unwanted.size === 0 ? advice : advice.filter(({ code }) => !unwanted.has(code));
  return analysis.instances.length === 0 ? wanted : onceEach(wanted);
}

function of(sites: readonly Site[], rule: (site: Site) => readonly Advice[]): readonly Advice[] {
  const found: Advice[] = [];
  for (const site of sites) for (const one of rule(site)) found.push(one);
  return found;
}

/** An analysis whose diagnostics have the advice among them. */
export function withAdvice(analysis: Analysis, unwanted?: Unwanted, known?: Known): Analysis {
  const advice = advise(analysis, unwanted, known);
  return advice.length === 0 ? analysis : { ...analysis, diagnostics: sortDiagnostics([...analysis.diagnostics, ...advice]) };
}
