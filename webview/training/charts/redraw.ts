/** Asks for a drawing that happens at most once in `interval` milliseconds, in a frame, and only while the page is seen. */
export function createRedraw(draw: () => void, interval: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let drawnAt = -Infinity;
  let waiting = false;

  function inFrame() {
    frame = 0;
    drawnAt = performance.now();
    waiting = false;
    draw();
  }
  function schedule() {
    timer = undefined;
    if (!document.hidden) frame ||= requestAnimationFrame(inFrame);
  }
  function shown() {
    if (waiting && timer === undefined) schedule();
  }
  document.addEventListener('visibilitychange', shown);

  return {
    /** `now`: in the next frame, as after a change of size or theme. */
    request(now = false) {
      waiting = true;
      if (timer !== undefined && !now) return;
      clearTimeout(timer);
      const wait = now ? 0 : drawnAt + interval - performance.now();
      if (wait > 0) timer = setTimeout(schedule, wait);
      else schedule();
    },
    stop() {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      document.removeEventListener('visibilitychange', shown);
    },
  };
}
