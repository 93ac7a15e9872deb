import type { ReactElement } from 'react';
import type { EvaluationReport, SampleLook } from '../../src/protocol/evaluation';
import { Picture } from '../shared/Picture';
import { sameDecimals } from './sameDecimals';

interface LookProps {
  readonly sample: SampleLook;
  readonly report: EvaluationReport;
  readonly label: string;
}

/** A sample as a picture, or its first numbers. */
export function Look({ sample: { picture, numbers = [], cut }, report: { pictures }, label }: LookProps): ReactElement {
  if (picture !== undefined && pictures) return <Picture bytes={picture} {...pictures} label={label} />;
  const texts = numbers.map(sameDecimals(numbers, 3));
  return <span className="mono small numbers">{[...texts, ...(cut ? ['…'] : [])].join(' ')}</span>;
}
