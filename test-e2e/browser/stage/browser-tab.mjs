/** How long any one wait may take before it fails. A guard only. */
const TIMEOUT_MILLIS = 20_000;

/** A tab with a page of an example, whichever it is. */
export class BrowserTab {
  /** What the page complained about: console errors, uncaught errors, violations of its policy. */
  complaints = [];

  /** Every frame that came over the page's sockets, as bytes. */
  received = [];

  /** How many frames went over them. */
  sent = 0;

  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(TIMEOUT_MILLIS);
    page.on("console", (message) => message.type() === "error" && this.complaints.push(message.text()));
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => this.received.push(Buffer.from(payload)));
      socket.on("framesent", () => this.sent++);
    });
  }

  /** Opens a tab with a session of its own, so that it is another guest. */
  static async open(browser, url, options = {}) {
    const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce", ...options });
    const tab = new this(await context.newPage());
    await tab.page.goto(String(url));
    return tab;
  }

  /** An element by the name that the page gives it for tests. */
  part(testId) {
    return this.page.getByTestId(testId);
  }

  /** Waits until the connection is shown to be so. */
  status(status) {
    return this.page.locator(`[data-testid="status"][data-status="${status}"]`).waitFor();
  }

  /** Whether any frame so far holds the text. */
  hasReceived(text) {
    return this.received.some((frame) => frame.includes(text));
  }

  /** How many bytes came in frames so far. */
  receivedBytes() {
    return this.received.reduce((sum, frame) => sum + frame.length, 0);
  }

  /** Waits until the page has shown so many more frames. */
  frames(count) {
    return this.page.evaluate(async (frames) => {
      for (let i = 0; i < frames; i++) {
        await new Promise(requestAnimationFrame);
      }
    }, count);
  }

  reload() {
    return this.page.reload();
  }

  close() {
    return this.page.context().close();
  }
}
