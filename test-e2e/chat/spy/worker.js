import chat, { ChatRoom as Chat } from "../../../examples/chat/target/worker/worker.js";

export class ChatRoom extends Chat {
  fetch(request) {
    console.log(`reached: ${JSON.stringify({ url: request.url, headers: [...request.headers] })}`);
    return super.fetch(request);
  }
}

export default chat;
