/** Asks for a drawing that happens in a frame, only while the page is seen, and not before the time (in milliseconds) that the last one asked to wait. */
export function createRedraw(draw: () => number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let notBefore = -Infinity;
  let waiting = false;

  function inFrame() {
    frame = 0;
    waiting = false;
    const start = performance.now();
    notBefore = start + draw();
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
      const wait = now ? 0 : notBefore - performance.now();
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
