/**
 * Keeps the place in the talk in the address of the page and in the browser's history, so that a reload and the way back
 * lead there.
 */
export class Places {
  #room;
  #lineAt;
  #placeInSight;
  #go;
  #current;
  #isGoing = false;

  /**
   * @param {URL} room the address of the room
   * @param {(address: URL | Location) => number | undefined} lineAt tells which line of the room an address leads to
   * @param {() => number | undefined} placeInSight tells what is being read, undefined at the end
   * @param {(seq: number | undefined, place: number | undefined) => Promise<boolean>} go goes to a place, and marks the
   *   line of a number; to the newest lines where both are undefined. It tells whether it came there.
   */
  constructor(room, lineAt, placeInSight, go) {
    this.#room = room;
    this.#lineAt = lineAt;
    this.#placeInSight = placeInSight;
    this.#go = go;
    this.#current = lineAt(location);
    addEventListener("popstate", ({ state }) => this.#return(state?.place));
  }

  /**
   * Goes to the line of a number, or to the newest lines.
   * @param {number | undefined} seq
   * @returns {Promise<boolean>} whether the reader has come there
   */
  async goTo(seq) {
    const place = this.#placeInSight();
    const hasCome = await this.#move(seq, seq);
    if (hasCome && seq !== this.#current) {
      history.replaceState({ ...history.state, place }, "");
      history.pushState(null, "", this.#addressOf(seq));
      this.#current = seq;
    }
    return hasCome;
  }

  /** The reader has come to the newest lines by reading on. */
  arrive() {
    if (this.#current !== undefined && !this.#isGoing) {
      this.#current = undefined;
      history.replaceState(history.state, "", this.#room);
    }
  }

  async #return(place) {
    const seq = this.#lineAt(location);
    // Otherwise only a fragment is another, such as that of the link to the message field.
    if (seq !== this.#current) {
      this.#current = seq;
      await this.#move(seq, place ?? seq);
    }
  }

  async #move(seq, place) {
    this.#isGoing = true;
    try {
      return await this.#go(seq, place);
    } finally {
      this.#isGoing = false;
    }
  }

  #addressOf(seq) {
    return seq === undefined ? this.#room : `${this.#room.pathname}/at/${seq}#m${seq}`;
  }
}
