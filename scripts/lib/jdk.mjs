import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Problem } from "./problem.mjs";

/** The oldest JDK that builds Samovar. */
const oldest = 17;

/** Checks that Maven will find a JDK that is new enough, so that the answer is one sentence instead of a stack. */
export function requireJdk() {
  const home = process.env.JAVA_HOME;
  const javac = home ? join(home, "bin", "javac") : "javac";
  const answer = spawnSync(javac, ["-version"], { encoding: "utf8" });
  const where = home ? `JAVA_HOME (${home})` : "PATH (JAVA_HOME is not set)";
  if (answer.error || answer.status !== 0) {
    throw new Problem(`No JDK found through ${where}: \`${javac} -version\` does not run.\n${mend}`);
  }
  const printed = `${answer.stdout}${answer.stderr}`.trim();
  const major = Number(/javac (\d+)/.exec(printed)?.[1]);
  if (!(major >= oldest)) {
    throw new Problem(`The JDK found through ${where} is too old: ${printed}.\n${mend}`);
  }
}

const mend =
  `Samovar is built with JDK ${oldest} or newer (a JRE is not enough). Install one, for example\n` +
  "  Debian, Ubuntu:  sudo apt install openjdk-17-jdk-headless\n" +
  "  macOS:           brew install openjdk@21\n" +
  "  Windows:         winget install EclipseAdoptium.Temurin.21.JDK\n" +
  "set JAVA_HOME to its folder, then run the command again.";
