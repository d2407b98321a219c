import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";

/** How long any one wait may take before it fails. A guard only. */
const TIMEOUT_MILLIS = 20_000;

const document = '<!doctype html><meta charset="utf-8"><script type="module" src="/stage/page.js"></script>';

/** The files of the page in keeping/, by their path. */
export async function bundlePage() {
  const output = await bundle({
    target: "es2022",
    rolldownOptions: {
      input: fileURLToPath(new URL("keeping/page.js", import.meta.url)),
      output: { entryFileNames: "stage/page.js", chunkFileNames: "stage/[name].js" },
    },
  });
  return new Map(output.map(({ fileName, code }) => [`/${fileName}`, code]));
}

/** A browser with its own storage, whose page comes also when the network is away: only sockets use the network. */
export async function newProfile(browser, url, files) {
  // A page that no server gave counts as one from elsewhere.
  const context = await browser.newContext({ permissions: ["local-network-access"] });
  context.setDefaultTimeout(TIMEOUT_MILLIS);
  await context.route(
    ({ pathname }) => pathname.startsWith("/stage/"),
    (route) => {
      const code = files.get(new URL(route.request().url()).pathname);
      return route.fulfill(
        code === undefined
          ? { contentType: "text/html", body: document }
          : { contentType: "text/javascript", body: code },
      );
    },
  );
  return new Profile(context, new URL("/stage/", url));
}

class Profile {
  #context;
  #url;

  constructor(context, url) {
    this.#context = context;
    this.#url = String(url);
  }

  /** Opens a tab in the room. */
  async enter(room, guest, { options, before } = {}) {
    const tab = new KeepingTab(await this.#context.newPage());
    if (before) {
      await tab.page.addInitScript(before);
    }
    await tab.page.goto(this.#url);
    await tab.enter(room, guest, options);
    return tab;
  }

  close() {
    return this.#context.close();
  }
}

class KeepingTab {
  /** Warnings of the page. */
  warnings = [];
  /** What the page's sockets brought and took, as text. */
  received = [];
  sent = [];

  constructor(page) {
    this.page = page;
    page.on("console", (message) => message.type() === "warning" && this.warnings.push(message.text()));
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => this.received.push(payload.toString("latin1")));
      socket.on("framesent", ({ payload }) => this.sent.push(payload.toString("latin1")));
    });
  }

  async enter(room, guest, options) {
    this.#entrance = [room, guest, options];
    await this.page.waitForFunction(() => globalThis.stage);
    await this.page.evaluate((args) => stage.enter(...args), this.#entrance);
  }

  #entrance;

  /** Calls a function of the page. */
  does(what, ...args) {
    return this.page.evaluate(([name, values]) => stage[name](...values), [what, args]);
  }

  /** Waits until exactly these contents are shown, with a star those that have no outcome. */
  shows(...contents) {
    return this.#until("shown", contents);
  }

  /** Waits until the state has these fields. */
  is(fields) {
    return this.#until("state", fields);
  }

  /** Waits until so much is stored. */
  stores(counts) {
    return this.#until("stored", counts);
  }

  /** Waits until so many writes of gone makers were rejected, and gives them. */
  async rejected(count) {
    await this.page.waitForFunction((wanted) => stage.rejections.length === wanted, count);
    return this.page.evaluate(() => stage.rejections);
  }

  /** Loads the page anew and enters again. */
  async reload(options = this.#entrance[2]) {
    const [room, guest] = this.#entrance;
    await this.page.reload();
    await this.enter(room, guest, options);
  }

  /** Ends the tab's process as a crash does: nothing of the page runs any more. */
  async crash() {
    const crashed = this.page.waitForEvent("crash");
    const session = await this.page.context().newCDPSession(this.page);
    // It has no answer.
    session.send("Page.crash").catch(() => {});
    await crashed;
    await this.page.close();
  }

  /** Waits until the page gives a value that has everything that is wanted. */
  async #until(what, wanted) {
    const look = async ([name, expected, deadline]) => {
      for (;;) {
        const value = await stage[name]();
        const isIt = Array.isArray(expected)
          ? JSON.stringify(value) === JSON.stringify(expected)
          : Object.entries(expected).every(([field, wish]) => value[field] === wish);
        if (isIt || Date.now() > deadline) {
          return isIt ? undefined : value;
        }
        await new Promise((next) => setTimeout(next));
      }
    };
    const last = await this.page.evaluate(look, [what, wanted, Date.now() + TIMEOUT_MILLIS]);
    if (last !== undefined) {
      throw new Error(`Waited for ${what} to be ${JSON.stringify(wanted)}; it is ${JSON.stringify(last)}.`);
    }
  }
}
