import type { LayerAnalysis, Totals } from '../analysis';
import type { DesignDiff } from './designDiff';
import { summarySentence } from './describeDiff';
import { isOfNote } from './diffText';

/** A difference as plain data for another program: only what differs. Shapes are those of one sample. */
export function diffJson(diff: DesignDiff): object {
  const { layers, design, training, totals, counts, equal } = diff;
  return {
    equal,
    summary: summarySentence(diff),
    counts,
    layers: layers.filter(isOfNote).map(({ change, before, after, fields, inputs, renamed, moved }) => ({
      change: change === 'same' && moved ? 'moved' : change === 'same' ? 'affected' : change,
      name: (after ?? before)?.name,
      type: (after ?? before)?.type,
      ...(renamed && { renamedFrom: before?.name }),
      ...(moved && { moved }),
      ...(inputs && { inputs }),
      ...(fields.length > 0 && { fields }),
      ...(before && { before: sizes(before) }),
      ...(after && { after: sizes(after) }),
    })),
    ...(design.length > 0 && { design }),
    ...(training.length > 0 && { training }),
    totals: { before: counted(totals.before), after: counted(totals.after) },
  };
}

const sizes = ({ output, parameters, multiplyAdds }: LayerAnalysis): object => ({
  output: output ?? null,
  parameters: parameters?.total ?? null,
  multiplyAdds: multiplyAdds ?? null,
});

const counted = ({ total, trainable, multiplyAdds, bytes, activationBytes, complete }: Totals): object => ({
  parameters: total,
  trainable,
  multiplyAdds,
  bytes,
  activationBytes,
  complete,
});
