import * as l10n from '@vscode/l10n';
import { useState, type ReactElement } from 'react';
import { formatCount } from '../../src/core/format';
import type { EvaluationReport, JudgedSample } from '../../src/protocol/evaluation';
import type { Order } from './Classes';
import { Likely } from './Likely';
import { Look } from './Look';
import type { Pair } from './Matrix';

interface GalleryProps {
  readonly samples: readonly JudgedSample[];
  readonly names: readonly string[];
  readonly report: EvaluationReport;
  readonly pair: Pair | undefined;
  /** How many there are of the pair. */
  readonly all: number | undefined;
  readonly order: Order;
  readonly setOrder: (order: Order) => void;
}

const SHOWN = 48;

/** Samples, and of the one that is chosen what the model makes of it. */
export function Gallery({ samples, names, report, pair, all, order, setOrder }: GalleryProps): ReactElement {
  const [chosen, setChosen] = useState<number>();
  const [more, setMore] = useState(false);
  const sample = samples.find(({ index }) => index === chosen) ?? samples[0];
  const shown = samples.slice(0, more ? Infinity : SHOWN);
  return (
    <>
      <div className="h">
        <h2>{pair ? pairInWords(pair, names) : l10n.t('Samples')}</h2>
        {pair && all !== undefined && all > samples.length && (
          <span className="dim small">{l10n.t`${formatCount(samples.length)} of ${formatCount(all)}`}</span>
        )}
        <span className="grow" />
        <span className="seg" role="group" aria-label={l10n.t('Order')}>
          {(['mistakes', 'unsure'] as const).map((each) => (
            <button key={each} type="button" aria-pressed={!pair && order === each} onClick={() => setOrder(each)}>
              {each === 'mistakes' ? l10n.t('Surest mistakes') : l10n.t('Least sure')}
            </button>
          ))}
        </span>
      </div>
      {sample ? (
        <div className="chosen">
          <Look sample={sample} report={report} label={names[sample.truth]!} />
          <div>
            <p>{l10n.t`Sample ${sample.index}: ${pairInWords(sample, names)}`}</p>
            <Likely likely={sample.likely} names={names} truth={sample.truth} />
          </div>
        </div>
      ) : (
        <p className="dim">{nothing(pair, all)}</p>
      )}
      <ul className="gallery" aria-label={l10n.t('Samples')}>
        {shown.map((each) => (
          <li key={each.index}>
            <button type="button" aria-pressed={each === sample} onClick={() => setChosen(each.index)}>
              <Look sample={each} report={report} label={l10n.t`Sample ${each.index}`} />
              <span className={each.truth === each.guess ? '' : 'mistake'} title={taken(each, names)}>
                {taken(each, names)}
              </span>
              <span className="dim small">{sureness(each)}</span>
            </button>
          </li>
        ))}
      </ul>
      {samples.length > SHOWN && (
        <button type="button" className="link" aria-expanded={more} onClick={() => setMore(!more)}>
          {more ? l10n.t('Fewer') : l10n.t`All ${formatCount(samples.length)}`}
        </button>
      )}
    </>
  );
}

/** Why no sample is to be seen: a report keeps only some of very many. */
function nothing(pair: Pair | undefined, all: number | undefined): string {
  if (!pair) return l10n.t('There is no mistake among these samples.');
  return all ? l10n.t('None of them is among the samples that can be looked at.') : l10n.t('There is none.');
}

const pairInWords = ({ truth, guess }: Pair, names: readonly string[]): string =>
  truth === guess ? l10n.t`${names[truth]!}, and taken for it` : l10n.t`${names[truth]!}, taken for ${names[guess]!}`;

const taken = ({ truth, guess }: JudgedSample, names: readonly string[]): string =>
  truth === guess ? names[truth]! : `${names[truth]!} → ${names[guess]!}`;

function sureness({ likely: [first] }: JudgedSample): string {
  if (Number.isNaN(first!.probability)) return 'nan';
  if (first!.deviation === undefined) return percent(first!.probability);
  return `${percent(first!.probability)} ±${(100 * first!.deviation).toFixed(0)}`;
}

/** No mistake is made with 100%: what is nearly that keeps a decimal, rounded down. */
const percent = (share: number): string =>
  share > 0.99 && share < 1 ? `${(Math.floor(1000 * share) / 10).toFixed(1)}%` : `${(100 * share).toFixed(0)}%`;
