import type { DesignerAnswer, DesignerQuestion } from '../../../src/protocol/designerQuestions';

type Asked = Extract<DesignerQuestion, { id: number }>;
/** A question without its number. */
export type Question = { [Type in Asked['type']]: Omit<Extract<Asked, { type: Type }>, 'id'> }[Asked['type']];
type Numbered = Extract<DesignerAnswer, { id: number }>;
/** What a question comes to. */
export type Answer = Exclude<Numbered, { type: 'dataDownloading' }>;
type Progress = Extract<Numbered, { type: 'dataDownloading' }>;

/** Questions to the host that wait for their answer. A newer one of a type takes the place of the older, which is not answered. */
export interface Questions {
  ask(question: Question, progress?: (progress: Progress) => void): Promise<Answer>;
  /** Takes a message of the host. */
  hear(message: Numbered): void;
}

export function createQuestions(post: (question: DesignerQuestion) => void): Questions {
  const waiting = new Map<
    string,
    { readonly id: number; readonly resolve: (answer: Answer) => void; readonly progress?: (one: Progress) => void }
  >();
  let last = 0;
  return {
    ask: (question, progress) =>
      new Promise((resolve) => {
        const id = ++last;
        waiting.set(question.type, { id, resolve, progress });
        post({ ...question, id });
      }),
    hear: (message) => {
      for (const [type, { id, resolve, progress }] of waiting) {
        if (id !== message.id) continue;
        if (message.type === 'dataDownloading') return progress?.(message);
        waiting.delete(type);
        return resolve(message);
      }
    },
  };
}
