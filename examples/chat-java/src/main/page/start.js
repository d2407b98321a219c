// A file of its own, because the page's security policy allows no inline scripts.
import { main } from "./room.js";

main([]);
