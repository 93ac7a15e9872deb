import type { RunEvent } from '../core/training/events';
import type { FromTrainer, ToTrainer } from '../protocol/trainer';
import { createControl } from './control';
import { EventPost } from './eventPost';
import { train } from './train';
import { watchParent } from './watchdog';

/** The child process of one run: forked by the host, told what to do by messages, it answers with events and ends itself. */
function main(): void {
  const post = new EventPost((message, sent) => {
    // Nobody is left to hear it.
    if (!process.connected) return sent();
    process.send!(message satisfies FromTrainer, undefined, undefined, () => sent());
  });
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
        return control.resume();
      case 'stop':
        return control.stop();
    }
  });

  async function run({ options }: ToTrainer & { type: 'init' }): Promise<void> {
    const emit = (event: RunEvent) => {
      if (event.type === 'note') console.log(event.message);
      post.add(event);
    };
    post.ready();
    await train(options, emit, control, (text) => console.error(text));
    await post.close();
    stopWatching();
    // Only now: messages that are still on their way when a channel closes are lost.
    process.removeAllListeners('disconnect');
    if (process.connected) process.disconnect();
  }
}

main();
