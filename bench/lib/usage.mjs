import { readdirSync, readFileSync } from "node:fs";

/** Linux gives CPU times in hundredths of a second to every program, whatever its kernel counts in ("proc(5)"). */
const ticksPerSecond = 100;

/** User and system time of a process and all its threads so far. */
export function cpuMicros(pid) {
  // Behind the name, which may have spaces and parentheses: state, then 10 numbers, then utime and stime.
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1e6;
}

/** The time that all threads of a process that still run have run so far, in nanoseconds: for what takes milliseconds. */
export const runNanos = (pid) =>
  readdirSync(`/proc/${pid}/task`).reduce(
    (sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]),
    0,
  );

/** Physical memory of a process now. */
export function rssBytes(pid) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) * 1024;
}
