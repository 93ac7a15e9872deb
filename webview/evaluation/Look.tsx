import type { ReactElement } from 'react';
import type { EvaluationReport, SampleLook } from '../../src/protocol/evaluation';
import { Picture } from '../shared/Picture';

interface LookProps {
  readonly sample: SampleLook;
  readonly report: EvaluationReport;
  readonly label: string;
}

/** A sample as a picture, or its first numbers. */
export function Look({ sample: { picture, numbers = [] }, report: { pictures }, label }: LookProps): ReactElement {
  if (picture !== undefined && pictures) return <Picture bytes={picture} {...pictures} label={label} />;
  return <span className="mono small numbers">{`${numbers.map((number) => Number(number.toPrecision(3))).join(' ')} …`}</span>;
}
