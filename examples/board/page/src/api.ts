/** What the board's Durable Object offers: the build makes it of the Java class. */
export type { Api, Task } from "../../target/api/Board";
