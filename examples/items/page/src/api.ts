/** What the shop's Durable Object offers: the build makes it of the Java class. */
export type { Api, Category, Item } from "../../target/api/Shop";
