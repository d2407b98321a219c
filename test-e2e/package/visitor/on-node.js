import { visit } from "./visit.js";

console.log(JSON.stringify(await visit(JSON.parse(process.argv[2]))));
