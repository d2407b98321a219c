import { visit } from "../../../shared/page/visit";
import { Shop } from "./Shop";
import { enterShop } from "./shop-connection";
import "../../../shared/page/styles/tokens.css";
import "../../../shared/page/styles/controls.css";
import "../../../shared/page/styles/frame.css";
import "./styles/shop.css";

visit((room, session) => <Shop connection={enterShop(room, session)} />);
