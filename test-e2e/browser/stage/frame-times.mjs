/**
 * Scrolls an element down and up again, some pixels a frame, and measures how long the page takes for each frame.
 *
 * @returns an object whose `end()` stops it and gives milliseconds: the median, the 95th of a hundred, the longest
 */
export async function frameTimes(page, selector) {
  await page.evaluate((scrolled) => {
    const list = document.querySelector(scrolled);
    const times = [];
    let before;
    let step = 24;
    let next = requestAnimationFrame(function frame(now) {
      if (before !== undefined) {
        times.push(now - before);
      }
      before = now;
      if (list.scrollTop + list.clientHeight + step > list.scrollHeight || list.scrollTop + step < 0) {
        step = -step;
      }
      list.scrollTop += step;
      next = requestAnimationFrame(frame);
    });
    window.endFrameTimes = () => {
      cancelAnimationFrame(next);
      return times;
    };
  }, selector);
  return {
    async end() {
      const times = (await page.evaluate(() => window.endFrameTimes())).sort((one, other) => one - other);
      const at = (share) => Math.round(10 * times[Math.min(times.length - 1, Math.floor(share * times.length))]) / 10;
      return { frames: times.length, p50: at(0.5), p95: at(0.95), max: at(1) };
    },
  };
}
