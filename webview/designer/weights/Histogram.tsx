import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { WeightLook } from '../../../src/core/weights/weightLook';
import { valueText } from '../training/valueText';

const HEIGHT = 40;
/** What is there at all can be seen. */
const LEAST_HEIGHT = 1;

/** How many of the numbers lie where, from the least to the greatest; a line stands at 0. */
export function Histogram({ look, facts }: { readonly look: WeightLook; readonly facts: string }): ReactElement {
  const { name, bins, least, most } = look;
  const highest = Math.max(...bins);
  const zero = least < 0 && most > 0 ? (-least / (most - least)) * bins.length : undefined;
  const bars = bins.map((count, i) => {
    const height = count === 0 ? 0 : Math.max(LEAST_HEIGHT, (count / highest) * HEIGHT);
    return `M${i + 0.06} ${HEIGHT}v${(-height).toFixed(2)}h0.88V${HEIGHT}z`;
  });
  return (
    <svg
      className="histogram"
      viewBox={`0 0 ${bins.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={l10n.t`How the numbers of ${name} are spread: from ${valueText(least)} to ${valueText(most)}, ${facts}`}
    >
      {zero !== undefined && <path className="zero" d={`M${zero} 0V${HEIGHT}`} />}
      <path className="bars" d={bars.join('')} />
      <path className="base" d={`M0 ${HEIGHT}H${bins.length}`} />
    </svg>
  );
}
