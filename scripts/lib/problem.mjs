/** Something the person at the keyboard can mend: its message is shown alone, without a stack. */
export class Problem extends Error {}

/** Runs a script's main function and turns what it throws into a message and exit code 1. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Problem ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
