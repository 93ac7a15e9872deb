import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { applyEdit, applyTextEdits } from '../../../../src/core/edit';
import type { Edit } from '../../../../src/core/edits';
import { addPhase, movePhase, removePhase, resizePhase, toggleFrozen } from '../../../../src/core/training/phaseEdits';

const text = (training: object): string => JSON.stringify({ layerwise: 1, layers: [], training });
const trainingOf = (design: string) => analyzeText(design).design?.training;

function after(training: object, make: (section: ReturnType<typeof trainingOf>) => Edit | undefined): unknown {
  const before = text(training);
  const edit = make(trainingOf(before));
  const result = edit && applyEdit(before, edit);
  return result?.ok ? trainingOf(applyTextEdits(before, result.edits)) : undefined;
}

describe('phases', () => {
  test('the first two begin with the epochs of the training, which then says none', () => {
    expect(after({ epochs: 6, batch_size: 32 }, addPhase)).toEqual({ batch_size: 32, phases: [{ epochs: 6 }, { epochs: 6 }] });
    expect(after({}, addPhase)).toEqual({ phases: [{ epochs: 1 }, { epochs: 1 }] });
    expect(after({ phases: [{ epochs: 2 }] }, addPhase)).toEqual({ phases: [{ epochs: 2 }, { epochs: 1 }] });
  });
  test('the last one that goes leaves its epochs', () => {
    expect(after({ phases: [{ epochs: 2 }, { freeze: ['a'] }] }, (training) => removePhase(training, 0))).toEqual({
      phases: [{ freeze: ['a'] }],
    });
    expect(after({ phases: [{ epochs: 2 }] }, (training) => removePhase(training, 0))).toEqual({ epochs: 2 });
  });
  test('change places and lengths', () => {
    const training = { phases: [{ epochs: 2 }, { freeze: ['a'] }] };
    expect(after(training, (section) => movePhase(section, 0, 1))).toEqual({ phases: [{ freeze: ['a'] }, { epochs: 2 }] });
    expect(movePhase(training, 0, -1)).toBeUndefined();
    expect(after(training, () => resizePhase(1, 0))).toEqual({ phases: [{ epochs: 2 }, { freeze: ['a'], epochs: 1 }] });
  });
});

test('a layer is frozen by its name, and thawed out of a pattern that means others too', () => {
  const names = ['hidden1', 'hidden2', 'hidden3', 'classes'];
  expect(toggleFrozen(['hidden*'], names, 'classes')).toEqual(['hidden*', 'classes']);
  expect(toggleFrozen(['hidden*', 'classes'], names, 'hidden2')).toEqual(['hidden1', 'hidden3', 'classes']);
  expect(toggleFrozen(['hidden2'], names, 'hidden2')).toEqual([]);
});
