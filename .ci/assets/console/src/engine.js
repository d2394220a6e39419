// Keeps the worker: starts it when it is needed, asks it, and ends it to stop a query.

/** The worker as an object: `ask(task, values)` returns a promise. load: returns what the task "start" needs, with the engine and the graph. */
export class Engine {
  constructor(source, load) {
    this.address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    this.load = load;
    this.module = null;
    this.waiting = new Map();
    this.number = 0;
    this.started = null;
  }

  /** Start the worker unless it is there, and return the number of statements that it has loaded. */
  start() {
    this.started ??= this.begin();
    return this.started;
  }

  async begin() {
    const values = await this.load();
    if (!this.started) throw new Stopped();
    this.worker = new Worker(this.address);
    this.worker.addEventListener("message", ({ data }) => this.answered(data));
    this.worker.addEventListener("error", (event) => this.end(new Error(event.message || "the worker cannot start")));
    const { engine, size } = await this.send("start", { ...values, engine: this.module ?? values.engine });
    this.module = engine ?? null;
    return size;
  }

  async ask(task, values) {
    await this.start();
    return this.send(task, values);
  }

  send(task, values) {
    this.number += 1;
    const id = this.number;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, task, ...values });
    });
  }

  get isBusy() {
    return this.waiting.size > 0;
  }

  answered({ id, problem, token, isFatal, ...rest }) {
    const call = this.waiting.get(id);
    this.waiting.delete(id);
    if (problem === undefined) call?.resolve(rest);
    else call?.reject(Object.assign(new Error(problem), { token }));
    if (isFatal) this.end(new Error(problem));
  }

  /**
   * End the worker, with all that it does, and start a new one. Nothing of it is heard any more; Chromium ends the thread of a busy worker
   * at most two seconds later.
   */
  stop() {
    this.end(new Stopped());
    this.start().catch(() => {});
  }

  end(reason) {
    this.worker?.terminate();
    this.worker = null;
    this.started = null;
    for (const call of this.waiting.values()) call.reject(reason);
    this.waiting.clear();
  }
}

/** The reader has stopped it. */
export class Stopped extends Error {}

/** Load a script of the site, which puts its data into `window.sparqlConsole`. It works over http and from files. */
export function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(address)));
    document.head.append(script);
  });
}
