import * as l10n from '@vscode/l10n';
import { useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { squareOf, type Confusion } from '../../src/core/evaluation/confusion';
import { formatCount } from '../../src/core/format';
import type { EvaluationReport, JudgedClasses, JudgedSample } from '../../src/protocol/evaluation';
import { ClassTable } from './ClassTable';
import { Gallery } from './Gallery';
import { Matrix, type Pair } from './Matrix';
import { MistakeList } from './MistakeList';

interface ClassesProps {
  readonly judged: JudgedClasses;
  readonly report: EvaluationReport;
  readonly beside: ReactNode;
}

/** In which order samples are looked at. */
export type Order = 'mistakes' | 'unsure';

/** Which class is taken for which, how well each is told, and the samples themselves. */
export function Classes({ judged, report, beside }: ClassesProps): ReactElement {
  const { confusion, classNames, shown, name, places } = judged;
  const square = useMemo(() => squareOf(confusion), [confusion]);
  // A pair of one output says nothing of another.
  const [chosen, setChosen] = useState<{ readonly output: string; readonly pair: Pair | undefined }>();
  const pair = chosen?.output === name ? chosen.pair : undefined;
  const setPair = (next: Pair | undefined): void => setChosen({ output: name, pair: next });
  // Of places there is nothing to be looked at.
  const choose = places === undefined ? setPair : undefined;
  const [ordering, setOrder] = useState<Order>();
  const order = ordering ?? (report.passes === undefined ? 'mistakes' : 'unsure');
  const samples = pair ? shown.filter(({ truth, guess }) => truth === pair.truth && guess === pair.guess) : ordered(shown, order);
  return (
    <div className="columns">
      {/* Another output has other classes: nothing of the one before is kept. */}
      <section key={name}>
        <div className="h">
          <h2>{l10n.t('What is taken for what')}</h2>
        </div>
        {places !== undefined && (
          <p className="dim small">{l10n.t`Each sample has classes at ${formatCount(places)} places, and each of them is counted.`}</p>
        )}
        {square ? (
          <Matrix square={square} names={classNames} pair={pair} choose={choose} />
        ) : (
          <MistakeList confusion={confusion} names={classNames} pair={pair} choose={choose} />
        )}
        <ClassTable confusion={confusion} names={classNames} counted={places === undefined ? 'samples' : 'places'} />
      </section>
      {(places === undefined || beside) && (
        <section>
          {beside}
          {places === undefined && (
            <Gallery
              samples={samples}
              names={classNames}
              report={report}
              pair={pair}
              all={pair && countOf(pair, confusion)}
              order={order}
              setOrder={(next) => {
                setPair(undefined);
                setOrder(next);
              }}
            />
          )}
        </section>
      )}
    </div>
  );
}

const countOf = ({ truth, guess }: Pair, { found, mistakes }: Confusion): number =>
  truth === guess ? found[truth]! : (mistakes.find((each) => each.truth === truth && each.guess === guess)?.count ?? 0);

/** Surest mistakes come as they are; where passes vary, unsure is what varies most. */
function ordered(shown: readonly JudgedSample[], order: Order): readonly JudgedSample[] {
  if (order === 'mistakes') return shown.filter(({ truth, guess }) => truth !== guess);
  const doubt = ({ likely: [first] }: JudgedSample): number => first!.deviation ?? 1 - first!.probability;
  return [...shown].sort((a, b) => doubt(b) - doubt(a));
}
