import { visit } from "../../../shared/page/visit";
import { Board } from "./Board";
import { enterBoard } from "./board-connection";
import "../../../shared/page/styles/tokens.css";
import "../../../shared/page/styles/controls.css";
import "../../../shared/page/styles/frame.css";
import "./styles/board.css";

visit((room, session) => <Board connection={enterBoard(room, session)} />);
