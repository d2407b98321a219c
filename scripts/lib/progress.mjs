/** Says on a stream what is being done, how it ended and how long it took. One step at a time. */
export class Progress {
  #stream;

  constructor(stream) {
    this.#stream = stream;
  }

  /** Does the work of a named step; `describe` may turn its answer into a note behind the duration. */
  async step(name, work, describe = () => "") {
    const started = performance.now();
    const ticking = this.#tick(name, started);
    try {
      const answer = await work();
      ticking.end(`✓ ${name.padEnd(36)} ${seconds(started)}  ${describe(answer)}`.trimEnd());
      return answer;
    } catch (error) {
      ticking.end(`✗ ${name.padEnd(36)} ${seconds(started)}`);
      throw error;
    }
  }

  /** A line of its own. */
  say(text) {
    this.#stream.write(`${text}\n`);
  }

  #tick(name, started) {
    if (!this.#stream.isTTY) {
      this.say(`… ${name}`);
      return { end: (line) => this.say(line) };
    }
    const draw = () => this.#stream.write(`\r… ${name.padEnd(36)} ${seconds(started)}`);
    draw();
    const timer = setInterval(draw, 1_000);
    return {
      end: (line) => {
        clearInterval(timer);
        this.#stream.write(`\r\u001b[K${line}\n`);
      },
    };
  }
}

const seconds = (started) => `${((performance.now() - started) / 1_000).toFixed(1)} s`.padStart(8);
