/**
 * Who is subscribed to what, in memory only: it does not survive hibernation, the sockets do. Sockets with the same
 * subscription id and the same author to see are one group, so that what they get is encoded once. A changed row finds
 * its groups by its author.
 */
export class Audience {
  #groups = new Map();
  #byAuthor = new Map();
  #ofSocket = new Map();

  /** @param author whose rows; `undefined` for everybody's */
  add(socket, subId, author, encodedId) {
    this.remove(socket);
    const name = `${subId} ${author ?? ""}`;
    let group = this.#groups.get(name);
    if (group === undefined) {
      group = { sub: encodedId, sockets: new Set(), pending: [] };
      this.#groups.set(name, group);
      this.#ofAuthor(author).push(group);
    }
    group.sockets.add(socket);
    this.#ofSocket.set(socket, group);
    return group;
  }

  remove(socket) {
    this.#ofSocket.get(socket)?.sockets.delete(socket);
    this.#ofSocket.delete(socket);
  }

  groupOf(socket) {
    return this.#ofSocket.get(socket);
  }

  all() {
    return this.#groups.values();
  }

  /** Calls back with every group that sees this author's rows. */
  forEachSeeing(author, callback) {
    for (const group of this.#byAuthor.get(undefined) ?? []) {
      callback(group);
    }
    for (const group of this.#byAuthor.get(author) ?? []) {
      callback(group);
    }
  }

  #ofAuthor(author) {
    let groups = this.#byAuthor.get(author);
    if (groups === undefined) {
      groups = [];
      this.#byAuthor.set(author, groups);
    }
    return groups;
  }
}
