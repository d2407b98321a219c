import { createRoot } from "react-dom/client";
import { App } from "./App";
import { pageTitle } from "./page-title";
import { roomOf } from "./room-name";
import "./styles/tokens.css";
import "./styles/controls.css";
import "./styles/sign-in.css";
import "./styles/room.css";
import "./styles/offline.css";
import "./styles/message.css";
import "./styles/unread.css";
import "./styles/composer.css";
import "./styles/dialog.css";

document.title = pageTitle(roomOf(location));

const root = document.getElementById("root");
if (root === null) {
  throw new Error("index.html has no element with the id root: there is nowhere to show the chat.");
}
createRoot(root).render(<App />);
