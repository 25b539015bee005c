const PATIENCE = 10_000;

/** Finds emoji by what they are called. What they are called is loaded when it is first asked for. */
export class Emoji {
  #address;
  #named = null;

  /** @param {string} address of the names: a list of them for each emoji, the usual one first */
  constructor(address) {
    this.#address = address;
  }

  /**
   * @param {string} query a colon, and the beginning of a name
   * @returns {Promise<import("foyer/completion").Option[]>} the best ones first
   */
  async find(query) {
    const wanted = query.replaceAll(":", "").replaceAll("-", "_").toLowerCase();
    const named = await this.#load();
    return named
      .map(([emoji, names]) => ({ emoji, name: names[0], rank: rank(names, wanted) }))
      .filter((found) => found.rank < Infinity)
      .sort((one, other) => one.rank - other.rank)
      .map(({ emoji, name }) => ({ text: emoji, label: emoji, hint: `:${name}:` }));
  }

  async #load() {
    try {
      this.#named ??= fetch(this.#address, { signal: AbortSignal.timeout(PATIENCE) })
        .then((response) => response.json())
        .then((names) => Object.entries(names));
      return await this.#named;
    } catch {
      // Nothing is offered this time, and the next time it is tried again.
      this.#named = null;
      return [];
    }
  }
}

function rank([name, ...others], wanted) {
  if (name === wanted || others.includes(wanted)) {
    return 0;
  }
  if (name.startsWith(wanted)) {
    return 1;
  }
  return others.some((other) => other.startsWith(wanted)) || name.includes(`_${wanted}`) ? 2 : Infinity;
}
