import { roomOf } from "../../../shared/page/room-name";
import { pageRoot } from "../../../shared/page/root";
import { App } from "./App";
import { pageTitle } from "./page-title";
import "../../../shared/page/styles/tokens.css";
import "../../../shared/page/styles/controls.css";
import "../../../shared/page/styles/frame.css";
import "./styles/sign-in.css";
import "./styles/room.css";
import "./styles/offline.css";
import "./styles/message.css";
import "./styles/unread.css";
import "./styles/composer.css";
import "./styles/dialog.css";

document.title = pageTitle(roomOf(location));

pageRoot().render(<App />);
