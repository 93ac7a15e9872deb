import { describe, expect, it } from 'vitest';
import type { DesignerQuestion } from '../../../../../src/protocol/designerQuestions';
import { createQuestions, type Answer } from '../../../../../webview/designer/state/questions';
import { emptySession, told } from '../../../../../webview/designer/state/session';
import { phasedAnalysis, reuseOf, shownPhase } from '../../../../../webview/designer/state/training';

const design = (training: object) =>
  told(
    emptySession,
    JSON.stringify({
      layerwise: 1,
      layers: [
        { name: 'x', type: 'Input', shape: [4] },
        { name: 'h', type: 'Dense', units: 3 },
        { name: 'y', type: 'Dense', units: 2 },
      ],
      training,
    }),
  );
const running = { id: 'r', phase: 'running', epoch: 1, epochs: 2, step: 0, stepsPerEpoch: 1, health: [] } as const;

describe('the phase that the cards show', () => {
  const session = design({ phases: [{ freeze: ['h'] }, {}] });
  it('is none until one is looked at, or trains', () => {
    expect(shownPhase({ session })).toBeUndefined();
    expect(phasedAnalysis({ session })).toBe(session.shown);
    expect(shownPhase({ session, run: { ...running, trainingPhase: 0 } })).toBe(0);
    expect(shownPhase({ session, run: { ...running, phase: 'finished', trainingPhase: 0 } })).toBeUndefined();
    expect(shownPhase({ session, run: { ...running, trainingPhase: 0 }, trainingPhase: 1 })).toBe(1);
  });
  it('freezes its layers, and is worked out once', () => {
    const state = { session, trainingPhase: 0 };
    expect(phasedAnalysis(state).totals).toMatchObject({ trainable: 8, nonTrainable: 15 });
    expect(phasedAnalysis({ ...state })).toBe(phasedAnalysis(state));
    expect(phasedAnalysis({ session, trainingPhase: 1 }).totals.trainable).toBe(23);
  });
  it('is none where there are not so many', () => expect(shownPhase({ session, trainingPhase: 2 })).toBeUndefined());
});

describe('what becomes of weights', () => {
  const layers = [
    { name: 'h', outcome: 'kept' },
    { name: 'y', outcome: 'refused' },
  ] as const;
  const weightsLook = { key: '', state: 'reported', layers, file: 'f' } as const;
  it('is told of a design that begins with those of another', () => {
    const session = design({ weights: { from: 'a' } });
    expect(reuseOf({ session, weightsLook }, 'y')).toBe('refused');
    expect(reuseOf({ session, weightsLook }, 'z')).toBeUndefined();
    expect(reuseOf({ session, run: { ...running, reused: layers } }, 'h')).toBe('kept');
  });
  it('is nothing to a design that does not', () => expect(reuseOf({ session: design({}), weightsLook }, 'h')).toBeUndefined());
});

describe('questions to the host', () => {
  it('hear their answer, and of two of a kind the newer alone', async () => {
    const posted: DesignerQuestion[] = [];
    const questions = createQuestions((question) => posted.push(question));
    const heard: Answer[] = [];
    const progress: number[] = [];
    void questions.ask({ type: 'previewData' }).then((answer) => heard.push(answer));
    void questions
      .ask({ type: 'previewData', download: true }, ({ received }) => progress.push(received))
      .then((answer) => heard.push(answer));
    void questions.ask({ type: 'listWeights' }).then((answer) => heard.push(answer));
    expect(posted.map((question) => 'id' in question && question.id)).toEqual([1, 2, 3]);
    questions.hear({ type: 'questionRefused', id: 1, failure: { message: 'old' } });
    questions.hear({ type: 'weightsListed', id: 3, choices: [] });
    questions.hear({ type: 'dataDownloading', id: 2, received: 5, total: 9 });
    questions.hear({ type: 'questionRefused', id: 2, failure: { message: 'new' } });
    questions.hear({ type: 'questionRefused', id: 2, failure: { message: 'again' } });
    await Promise.resolve();
    expect(heard).toEqual([
      { type: 'weightsListed', id: 3, choices: [] },
      { type: 'questionRefused', id: 2, failure: { message: 'new' } },
    ]);
    expect(progress).toEqual([5]);
  });
});
