import { startChat } from "../../chat/chat.mjs";
import { launchChromium } from "./chromium.mjs";
import { Network } from "./network.mjs";

/** The `chat` on workerd, a `network` to it that tests may cut, and a `browser`, until `close()`. */
export async function openChatStage() {
  const stage = {
    async close() {
      await stage.browser?.close();
      await stage.network?.cut();
      await stage.chat?.stop();
    },
  };
  try {
    stage.chat = await startChat();
    stage.network = await Network.to(stage.chat.runtime.url);
    stage.browser = await launchChromium();
  } catch (error) {
    await stage.close();
    throw error;
  }
  return stage;
}
