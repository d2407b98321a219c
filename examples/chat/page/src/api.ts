/** What the room's Durable Object offers: the build makes it of the Java class. */
export type { Api, Message } from "../../target/api/ChatRoom";
