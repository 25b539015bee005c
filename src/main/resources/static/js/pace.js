const PATIENCE = 15_000;
const NAP = 5_000;

/** Knows when the next message may go out, and when an answer has been waited for too long. In milliseconds. */
export class Pace {
  #silentSince = 0;
  #pausedUntil = 0;
  #lookedAt = 0;

  /** The server was heard, or can be talked to from now on. */
  heard(now) {
    this.#silentSince = now;
  }

  pause(now, span) {
    this.#pausedUntil = now + span;
  }

  isPaused(now) {
    return now < this.#pausedUntil;
  }

  /** Is to be called before {@link isTooLong}, again and again while something waits. */
  look(now) {
    if (now - this.#lookedAt > NAP) {
      // The page slept, and what was answered meanwhile is yet to be heard.
      this.#silentSince = now;
    }
    this.#lookedAt = now;
  }

  /** Whether somebody who has waited since a moment need not hope for an answer any more. */
  isTooLong(since, now) {
    return now - Math.max(since, this.#silentSince, this.#pausedUntil) >= PATIENCE;
  }
}
