/** What the chat's object offers: the build makes it of the Java class. */
export type { Api, Message } from "../../../../examples/chat/target/api/ChatRoom";
