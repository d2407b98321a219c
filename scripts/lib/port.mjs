import { createServer } from "node:net";
import { Problem } from "./problem.mjs";

/** The only address the development server listens on. */
export const host = "127.0.0.1";

/** The port from the environment, or 8787; a clear refusal when it is not one or is taken. */
export async function freePort() {
  const asked = process.env.PORT ?? "8787";
  const port = Number(asked);
  if (!/^\d+$/.test(asked) || port < 1 || port > 65_535) {
    throw new Problem(`PORT is "${asked}", which is no port. Use a number from 1 to 65535, for example PORT=8788.`);
  }
  const reason = await whyTaken(port);
  if (reason) {
    throw new Problem(
      `Cannot listen on ${host}:${port} (${reason}): most often another program, or another \`npm start\`, has it.\n` +
        `Stop that one, or choose another port, for example PORT=${port < 65_535 ? port + 1 : 8787} npm start`,
    );
  }
  return port;
}

const whyTaken = (port) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => resolve(error.code));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
