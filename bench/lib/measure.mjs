import { WebSocket } from "ws";
import { rooms } from "./contenders.mjs";
import { Load } from "./load.mjs";
import { window } from "./scenarios.mjs";
import { startWorkerd } from "./workerd.mjs";

/** Warming up, or the mutations that count, in the slowest scenario on a slow machine. */
const loadPatienceMillis = 180_000;

/** Runs one scenario against one contender, in a workerd of its own with empty databases. */
export async function measure(contender, folder, scenario) {
  const spawned = performance.now();
  const workerd = await startWorkerd(folder);
  const load = new Load();
  try {
    await workerd.within("accept a socket", dialAndHangUp(urlOf(contender, workerd, rooms.start)));
    const startMillis = performance.now() - spawned;
    const idleRssBytes = workerd.rssBytes();
    const url = urlOf(contender, workerd, rooms.load);
    await workerd.within("take the load", load.connect(url, scenario, window), loadPatienceMillis);
    const cpuBefore = workerd.cpuMicros();
    const millis = await workerd.within("take the load", load.go(), loadPatienceMillis);
    const cpuMicros = workerd.cpuMicros() - cpuBefore;
    const units = scenario.muts * scenario.opsPerMut;
    return {
      cpuMicros: cpuMicros / units,
      perSecond: (units / millis) * 1_000,
      startMillis,
      idleRssBytes,
      rssBytes: workerd.rssBytes(),
    };
  } finally {
    load.stop();
    await workerd.stop();
  }
}

const urlOf = (contender, workerd, room) => `ws://127.0.0.1:${workerd.port}${contender.path(room)}`;

const dialAndHangUp = (url) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.once("error", reject);
    socket.once("open", () => {
      socket.close();
      resolve();
    });
  });
