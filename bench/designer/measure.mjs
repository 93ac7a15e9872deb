// What a person waits for in a page, in milliseconds of its own clock.
/* global document, window, requestAnimationFrame, MessageChannel, WheelEvent */

const sorted = (times) => [...times].sort((a, b) => a - b);
const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];

/** Best, median and the time that 95 of 100 keep to. */
function spread(times) {
  const all = sorted(times);
  return { best: all[0], median: at(all, 0.5), late: at(all, 0.95) };
}

/** Until the first cards have been painted, since the page was asked for. Undefined: not within the time. */
export async function opening(page, address, timeout) {
  await page.goto(address);
  return page
    .waitForFunction(() => window.opened, undefined, { timeout })
    .then(
      (handle) => handle.jsonValue(),
      () => undefined,
    );
}

/** Work of each frame while the wheel turns above what `selector` names. */
export async function scrolling(page, selector, frames = 120) {
  const times = await page.evaluate(
    async ({ selector: where, frames: count }) => {
      const target = document.querySelector(where);
      const frame = () =>
        new Promise((resolve) => {
          requestAnimationFrame(() => {
            const from = performance.now();
            target.dispatchEvent(new WheelEvent('wheel', { deltaY: 60, bubbles: true, cancelable: true, clientX: 400, clientY: 400 }));
            const { port1, port2 } = new MessageChannel();
            // This message is answered after the frame's style, layout and paint.
            port1.onmessage = () => resolve(performance.now() - from);
            port2.postMessage(undefined);
          });
        });
      const found = [];
      for (let i = 0; i < count; i++) found.push(await frame());
      return found;
    },
    { selector, frames },
  );
  return spread(times.slice(10));
}

/** From each key to the end of the frame after it. `pause`: milliseconds between two of them. */
export async function keys(page, pressed, { event = 'keydown', pause = 0, skip = 0 } = {}) {
  await page.evaluate((type) => {
    window.times = [];
    let pressedAt = 0;
    window.addEventListener('keydown', ({ timeStamp }) => (pressedAt = timeStamp), true);
    const heard = () => {
      const from = pressedAt;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.times.push(performance.now() - from);
        port2.postMessage(undefined);
      });
    };
    window.addEventListener(type, heard, true);
    window.stopHearing = () => window.removeEventListener(type, heard, true);
  }, event);
  for (let i = 0; i < pressed.length; i++) {
    await page.keyboard.press(pressed[i]);
    await page.waitForFunction((count) => window.times.length > count, i);
    if (pause > 0) await page.waitForTimeout(pause);
  }
  const times = await page.evaluate(() => (window.stopHearing(), window.times));
  return spread(times.slice(skip));
}
