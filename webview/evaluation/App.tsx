import { useCallback, useEffect, useRef, useState, type ReactElement } from 'react';
import type { SampleAnswer } from '../../src/protocol/evaluation';
import type { FromEvaluation, SavedEvaluation, ToEvaluation } from '../../src/protocol/evaluationPage';
import type { Channel } from '../shared/channel';
import { fromWire } from './fromWire';
import { Header } from './Header';
import { Report } from './Report';
import { Waiting } from './Waiting';

export type Told = Extract<ToEvaluation, { readonly run: unknown }>;
type Evaluated = Extract<ToEvaluation, { type: 'evaluated' }>;
/** What the model made of a picture that a person drew or chose, or why it made nothing of it. */
export type Judged = { readonly answer: SampleAnswer } | { readonly failure: string };

interface AppProps {
  readonly channel: Channel<ToEvaluation, FromEvaluation, SavedEvaluation>;
}

export function App({ channel }: AppProps): ReactElement | null {
  const [told, setTold] = useState<Told>();
  // What was seen last stays while something else is computed.
  const [seen, setSeen] = useState<Evaluated>();
  const [judged, setJudged] = useState<Judged>();
  const asked = useRef(0);
  useEffect(() => {
    const stop = channel.listen((sent) => {
      const message = fromWire(sent);
      if (message.type === 'sampleJudged' || message.type === 'sampleRefused') {
        if (message.id !== asked.current) return;
        const { message: said, next } = message.type === 'sampleRefused' ? message.failure : { message: '', next: undefined };
        return setJudged(
          message.type === 'sampleJudged' ? { answer: message.answer } : { failure: [said, next].filter(Boolean).join(' ') },
        );
      }
      channel.save({ run: message.run.id });
      setTold(message);
      if (message.type === 'evaluated') setSeen(message);
    });
    channel.post({ type: 'ready' });
    return stop;
  }, [channel]);
  const choice = told?.choice;
  const judge = useCallback(
    (values: readonly number[] | undefined) => {
      asked.current += 1;
      setJudged(undefined);
      if (values && choice) channel.post({ type: 'judgeSample', id: asked.current, values, choice });
    },
    [channel, choice],
  );
  if (!told) return null;
  return (
    <main className="evaluation">
      <Header told={told} seen={seen?.report} post={(message) => channel.post(message)} />
      <Waiting told={told} again={seen !== undefined} post={(message) => channel.post(message)} />
      {seen && <Report report={seen.report} judged={judged} judge={judge} />}
    </main>
  );
}
