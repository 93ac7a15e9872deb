import type { RunEvent } from '../core/training/events';
import type { RangePoint } from '../core/training/rangeTest';
import type { FromTrainer, ToTrainer } from '../protocol/trainer';
import { createControl } from './control';
import { previewData } from './data/preview';
import { evaluateRun } from './evaluation/evaluateRun';
import { judgeSample } from './evaluation/judgeSample';
import { EventPost } from './eventPost';
import { examine } from './examine';
import { explain } from './explain';
import { exportModel } from './export/exportModel';
import { exportWeights } from './export/exportWeights';
import { findLearningRate } from './findLearningRate';
import { answerImport } from './import/answerImport';
import { measureStep } from './measureStep';
import { prove } from './prove';
import { reportWeights } from './reuse/reportWeights';
import { train } from './train';
import { watchParent } from './watchdog';
import { lookAtWeights } from './weights/lookAtWeights';

const TOLD_MS = 100;

/** The child process of one run, or of one question: forked by the host, told what to do by messages, it answers and ends itself. */
function main(): void {
  const send = (message: FromTrainer, sent: () => void) => {
    // Nobody is left to hear it.
    if (!process.connected) return sent();
    process.send!(message, undefined, undefined, () => sent());
  };
  const post = new EventPost(send);
  const control = createControl();
  const stopWatching = watchParent();
  let running = false;

  // The host has gone: nobody sees this run any more. What was saved stays.
  process.on('disconnect', () => process.exit(0));
  process.on('message', (message: ToTrainer) => {
    switch (message.type) {
      case 'init':
        if (running) return;
        running = true;
        void run(message);
        return;
      case 'pause':
        return control.pause();
      case 'resume':
        return control.resume(message.designText);
      case 'stop':
        return control.stop();
      case 'examine':
        void examine(message.places).then((examination) => send({ type: 'examined', examination }, end));
        return;
      case 'findRate':
        void findLearningRate(message.search, tellRates()).then(
          ({ runtime: _runtime, ...result }) => send({ type: 'rateFound', result }, end),
          (error: unknown) => send({ type: 'refused', failure: explain(error) }, end),
        );
        return;
      case 'previewData':
        void previewData(message.request, { progress: (event) => send({ type: 'events', events: [event] }, () => undefined) }).then(
          (preview) => send({ type: 'dataPreviewed', preview }, end),
          (error: unknown) => send({ type: 'refused', failure: explain(error) }, end),
        );
        return;
      case 'reportWeights':
        void reportWeights(message.designPath, message.designText).then(
          (report) => send({ type: 'weightsReported', report }, end),
          (error: unknown) => send({ type: 'refused', failure: explain(error) }, end),
        );
        return;
      case 'lookAtWeights':
        void lookAtWeights(message.request).then(
          (look) => send({ type: 'weightsSeen', look }, end),
          (error: unknown) => send({ type: 'refused', failure: explain(error) }, end),
        );
        return;
      case 'prove':
        void prove(message.places).then(
          (proof) => send({ type: 'proved', proof }, end),
          (error: unknown) => send({ type: 'refused', failure: explain(error) }, end),
        );
        return;
      case 'measureStep':
        void measureStep(message.request).then(
          (measurement) => send({ type: 'stepMeasured', measurement }, end),
          (error: unknown) => send({ type: 'refused', failure: explain(error) }, end),
        );
        return;
      case 'evaluate':
        void evaluateRun(message.request, tellShares()).then(
          (report) => send({ type: 'evaluated', report }, end),
          (error: unknown) => send({ type: 'refused', failure: explain(error) }, end),
        );
        return;
      case 'judgeSample':
        void judgeSample(message.request).then(
          (answer) => send({ type: 'sampleJudged', answer }, end),
          (error: unknown) => send({ type: 'refused', failure: explain(error) }, end),
        );
        return;
      case 'exportModel':
        void exportModel(message.request, { places: message.places }).then(
          (report) => send({ type: 'modelExported', report }, end),
          (error: unknown) => send({ type: 'refused', failure: explain(error) }, end),
        );
        return;
      case 'importModel':
        void answerImport(message.request).then((answer) => send({ type: 'modelImported', answer }, end));
        return;
      case 'exportWeights':
        void exportWeights(message.request).then(
          (weights) => send({ type: 'weightsExported', weights }, end),
          (error: unknown) => send({ type: 'refused', failure: explain(error) }, end),
        );
        return;
    }
  });

  /** At most ten posts a second. */
  function tellRates(): (point: RangePoint) => void {
    let waiting: RangePoint[] = [];
    let posted = 0;
    return (point) => {
      waiting.push(point);
      if (Date.now() - posted < TOLD_MS) return;
      posted = Date.now();
      send({ type: 'ratesTried', points: waiting }, () => undefined);
      waiting = [];
    };
  }

  function tellShares(): (share: number) => void {
    let posted = 0;
    return (share) => {
      if (Date.now() - posted < TOLD_MS) return;
      posted = Date.now();
      send({ type: 'evaluating', share }, () => undefined);
    };
  }

  async function run({ options }: ToTrainer & { type: 'init' }): Promise<void> {
    const emit = (event: RunEvent) => {
      if (event.type === 'note') console.log(event.message);
      post.add(event);
    };
    post.ready();
    // On stdout: if native code ends the process, the last words on stderr are its own.
    await train(options, emit, control, (text) => console.log(text));
    await post.close();
    end();
  }

  /** Called when the last message has left: those that are on their way when a channel closes are lost. */
  function end(): void {
    stopWatching();
    process.removeAllListeners('disconnect');
    if (process.connected) process.disconnect();
  }
}

main();
