import { withAdvice, type Unwanted } from '../../../src/core/advice/advise';
import type { Known } from '../../../src/core/advice/known';
import type { Analysis } from '../../../src/core/analysis';
import { analyzeText } from '../../../src/core/analyze';
import { applyEdit, applyTextEdits } from '../../../src/core/edit';
import type { Edit, EditResult, TextEdit } from '../../../src/core/edits';
import { rateSubject } from '../../../src/core/training/rateSubject';

/** An edit that was sent and is not in the document yet. */
export interface SentEdit {
  readonly id: number;
  readonly edit: Edit;
}

/** `memory`: bytes that a run may hold. `rate`: what the last range test found, and of what design. */
export interface Facts {
  readonly memory?: number;
  readonly rate?: { readonly subject?: string; readonly lowest?: number };
}

/**
 * The document as the designer sees it: the text that the host told last, the edits that are on their way to it, and a
 * value that is being typed. What is shown is the first with the others on top; the host's word always wins.
 */
export interface Session {
  readonly base: string;
  readonly sent: readonly SentEdit[];
  /** `base` with `sent` applied. */
  readonly settled: string;
  readonly preview?: Edit;
  /** Advice that is not shown. */
  readonly unwanted: Unwanted;
  /** What advice goes by beside the design. */
  readonly facts: Facts;
  /** What is shown: `settled` with `preview` applied. */
  readonly text: string;
  readonly analysis: Analysis;
  /** What there is to see: the analysis of the last text that could be read as a design. */
  readonly shown: Analysis;
  /** False until the host has told the text. */
  readonly open: boolean;
}

const nothing = analyzeText('');
export const emptySession: Session = {
  base: '',
  sent: [],
  settled: '',
  unwanted: new Set(),
  facts: {},
  text: '',
  analysis: nothing,
  shown: nothing,
  open: false,
};

/** The text is no design now; what is shown is older. */
export const isBroken = ({ open, analysis }: Session): boolean => open && analysis.design === undefined;

/** The text with the edit made, or as it is where it cannot be. */
function made(text: string, edit: Edit): string {
  const result = applyEdit(text, edit);
  return result.ok ? applyTextEdits(text, result.edits) : text;
}

const replayed = (base: string, sent: readonly SentEdit[]): Pick<Session, 'base' | 'sent' | 'settled'> => ({
  base,
  sent,
  settled: sent.reduce((text, { edit }) => made(text, edit), base),
});

function show(session: Session, change: Partial<Session>): Session {
  const { settled, preview } = { ...session, ...change };
  const text = preview ? made(settled, preview) : settled;
  if (text === session.text && session.open && !change.unwanted && !change.facts) return { ...session, ...change };
  const { unwanted, facts } = { ...session, ...change };
  const analyzed = analyzeText(text);
  const analysis = withAdvice(analyzed, unwanted, knownOf(analyzed, facts));
  return { ...session, ...change, text, analysis, open: true, ...(analysis.design && { shown: analysis }) };
}

/** A range test counts as long as the design is the one that it was of. */
function knownOf({ design }: Analysis, { memory, rate }: Facts): Known {
  const same = rate?.lowest !== undefined && design !== undefined && rate.subject === rateSubject(design);
  return { ...(memory !== undefined && { memory }), ...(same && { lowestLoss: rate.lowest }) };
}

/** The host told the text; edits up to `answersEdit` are in it. */
export function told(session: Session, text: string, answersEdit = 0): Session {
  const sent = session.sent.filter(({ id }) => id > answersEdit);
  return show(session, replayed(text, sent));
}

/** Somebody does not want these. */
export const advised = (session: Session, codes: readonly string[]): Session => {
  const unwanted = new Set(codes);
  return session.open ? show(session, { unwanted }) : { ...session, unwanted };
};

/** Something is known, or known otherwise. */
export function informed(session: Session, change: Facts): Session {
  const facts = { ...session.facts, ...change };
  return session.open ? show(session, { facts }) : { ...session, facts };
}

/** An edit as it would come out now, on top of all that is shown but the value that is being typed. */
export function tryEdit(session: Session, edit: Edit): EditResult {
  return applyEdit(session.settled, edit);
}

/** @param edits what `tryEdit` gave for it */
export const sent = (session: Session, one: SentEdit, edits: readonly TextEdit[]): Session =>
  show(session, { sent: [...session.sent, one], settled: applyTextEdits(session.settled, edits), preview: undefined });

/** `undefined`: the typed value is gone. */
export const previewed = (session: Session, preview: Edit | undefined): Session => show(session, { preview });

/** The host could not make the edit. */
export function refused(session: Session, id: number): Session {
  const left = session.sent.filter((one) => one.id !== id);
  return show(session, replayed(session.base, left));
}
