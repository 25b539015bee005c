const SWITCH = "foyer.keys";

/**
 * Keys for what can be done in the room: single letters, which count outside of fields only and can be switched off for
 * all rooms (WCAG 2.2, 2.1.4).
 */
export class Keys {
  #dialog;
  #does;
  #isOn;

  /**
   * @param {HTMLDialogElement} dialog tells of the keys, and bears the switch
   * @param {HTMLButtonElement} button opens it
   * @param {Object<string, () => void>} does what is to be done for each letter
   */
  constructor(dialog, button, does) {
    this.#dialog = dialog;
    this.#does = { ...does, "?": () => this.help(), "\u061f": () => this.help() };
    this.#isOn = load() !== "off";
    const single = dialog.querySelector("input");
    single.checked = this.#isOn;
    single.addEventListener("change", () => {
      this.#isOn = single.checked;
      save(this.#isOn ? "on" : "off");
    });
    button.addEventListener("click", () => this.help());
    document.addEventListener("keydown", (event) => this.#press(event));
  }

  help() {
    if (!this.#dialog.open) {
      this.#dialog.showModal();
    }
  }

  #press(event) {
    const isOurs =
      this.#isOn &&
      !event.defaultPrevented &&
      !event.isComposing &&
      !(event.ctrlKey || event.altKey || event.metaKey) &&
      !this.#dialog.open &&
      !event.target.closest("input, textarea, select");
    const act = isOurs ? this.#does[letter(event)] : undefined;
    if (act) {
      event.preventDefault();
      act();
    }
  }
}

/** The letter of a key, or what stands in its place on keyboards without Latin letters. */
function letter({ key, code }) {
  return /^[a-z?\u061f]$/i.test(key) ? key.toLowerCase() : /^Key([A-Z])$/.exec(code)?.[1].toLowerCase();
}

function load() {
  try {
    return localStorage.getItem(SWITCH);
  } catch {
    return null;
  }
}

function save(value) {
  try {
    localStorage.setItem(SWITCH, value);
  } catch {
    // Then it holds for this page.
  }
}
