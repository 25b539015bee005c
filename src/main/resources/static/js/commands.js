import { word } from "foyer/words";

const NAMES = ["me", "shrug", "leave", "help"];
const COMMAND = /^\/(\p{L}+)(?:\s+([^]*))?$/u;
const NO_COMMAND = /^\/\/\p{L}/u;
const SHRUG = "\u00af\\_(\u30c4)_/\u00af";

/** Reads the lines that begin with a slash. */
export class Commands {
  #leave;
  #help;

  /** @param {{leave: () => void, help: () => void}} to what is done on command */
  constructor({ leave, help }) {
    this.#leave = leave;
    this.#help = help;
  }

  /**
   * @param {string} line what was written
   * @returns {{text?: string, why?: string}} what is to be said, if anything is, or why nothing can be made of the line
   */
  read(line) {
    if (NO_COMMAND.test(line)) {
      return { text: line.slice(1) };
    }
    const [, name, rest = ""] = COMMAND.exec(line) ?? [];
    switch (name?.toLowerCase()) {
      case undefined:
        return { text: line };
      case "me":
        return rest.trim() === "" ? { why: word("writing.command.me.empty") } : { text: `/me ${rest}` };
      case "shrug":
        return { text: `${rest} ${SHRUG}`.trimStart() };
      case "leave":
        this.#leave();
        return {};
      case "help":
        this.#help();
        return {};
      default:
        return { why: word("writing.command.unknown", name) };
    }
  }
}

/** @returns {import("foyer/completion").Option[]} the commands that begin like this, unless it is one already */
export function findCommands(query) {
  const wanted = query.toLowerCase();
  const names = NAMES.map((name) => `/${name}`);
  return names.includes(wanted)
    ? []
    : names
        .filter((name) => name.startsWith(wanted))
        .map((name) => ({ text: `${name} `, label: name, hint: word(`writing.command.${name.slice(1)}`) }));
}
