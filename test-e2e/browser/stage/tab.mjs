import { BrowserTab } from "./browser-tab.mjs";

/** A tab with the chat's page, as somebody in front of it sees and uses it. */
export class Tab extends BrowserTab {
  /** Opens a tab at a room and signs in; gives the tab when it is live. */
  static async enter(browser, url, name, options) {
    const tab = await Tab.open(browser, url, options);
    await tab.signIn(name);
    await tab.status("live");
    return tab;
  }

  async signIn(name) {
    await this.part("name").fill(name);
    await this.part("sign-in").click();
  }

  async send(content) {
    await this.part("composer").fill(content);
    await this.part("composer").press("Enter");
  }

  /** The messages of a content, in a state if one is given. */
  messages(content, state) {
    const selector = state === undefined ? "" : `[data-state="${state}"]`;
    return this.page
      .locator(`[data-testid="message"]${selector}`)
      .filter({ has: this.page.getByText(content, { exact: true }) });
  }

  /** Waits until a message of the content is shown, in the state if one is given. */
  shows(content, state) {
    return this.messages(content, state).first().waitFor();
  }

  /** Waits until no message of the content is shown. */
  hides(content) {
    return this.messages(content).first().waitFor({ state: "detached" });
  }

  /** The contents of all messages, from top to bottom. */
  contents() {
    return this.page.locator('[data-testid="message"] .message-content').allInnerTexts();
  }

  async delete(content) {
    const message = this.messages(content);
    await message.hover();
    await message.getByTestId("delete").click();
  }

  async clearRoom() {
    await this.part("clear-room").click();
    await this.part("clear-confirm").click();
  }

  /** Changes what the tab remembers of its guest, as somebody who cheats would. */
  async tamperWithSession(changes) {
    await this.page.evaluate((changed) => {
      const session = JSON.parse(sessionStorage.getItem("samovar.session"));
      sessionStorage.setItem("samovar.session", JSON.stringify({ ...session, ...changed }));
    }, changes);
    await this.page.reload();
  }

  /** Scrolls to the oldest message; gives back when the page has noticed. */
  readFromTheTop() {
    return this.page.locator(".messages").evaluate(
      (list) =>
        new Promise((noticed) => {
          list.addEventListener("scroll", noticed, { once: true });
          list.scrollTo({ top: 0 });
        }),
    );
  }

  /** Makes the page believe that another tab is looked at. */
  hide() {
    return this.#seem("hidden");
  }

  /** Makes the page believe that it is looked at again. */
  show() {
    return this.#seem("visible");
  }

  /** Chromium without a head holds every tab for visible. */
  #seem(state) {
    return this.page.evaluate((visibilityState) => {
      Object.defineProperty(document, "visibilityState", { configurable: true, value: visibilityState });
      Object.defineProperty(document, "hidden", { configurable: true, value: visibilityState === "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  }

  /** Waits until the title tells of so many unread messages. */
  unread(count) {
    const start = count === 0 ? "#" : `(${count}) #`;
    return this.page.waitForFunction((text) => document.title.startsWith(text), start);
  }

  /** The content of the message below the unread marker. */
  async firstUnread() {
    return this.page.locator('[data-testid="unread-marker"] + [data-testid="message"] .message-content').textContent();
  }
}
