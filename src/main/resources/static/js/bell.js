import { chime, tune } from "foyer/sound";
import { remember, wishesFor } from "foyer/wishes";
import { word } from "foyer/words";

const LONGEST = 200;

/** Tells the guest of messages while nobody looks at the page, if that is wished for and as far as it is. */
export class Bell {
  #form;
  #room;
  #icon;

  /**
   * @param {HTMLFormElement} form with the wishes
   * @param {string} room the key of the room that they are for
   */
  constructor(form, room) {
    this.#form = form;
    this.#room = room;
    this.#icon = document.querySelector("link[rel=icon]")?.href;
    const { notify, sound } = wishesFor(room);
    form.elements.notify.value = notify;
    form.elements.sound.checked = sound;
    form.addEventListener("change", ({ target }) => this.#change(target));
    form.addEventListener("submit", (event) => event.preventDefault());
    if (sound) {
      // A browser stays silent until the page has been used.
      addEventListener("pointerdown", tune, { once: true });
      addEventListener("keydown", tune, { once: true });
    }
    this.#explain();
  }

  /**
   * @param {import("foyer/log").Event[]} messages of others
   * @param {{key: string, name: string, mention: import("foyer/mention").Mention, address: string}} room where they were
   *   said
   */
  ring(messages, { key, name, mention, address }) {
    if (!document.hidden || messages.length === 0) {
      return;
    }
    const { notify, sound } = wishesFor(key);
    const wanted = { none: [], mentions: messages.filter(({ html }) => mention.isIn(html)), all: messages }[notify] ?? [];
    if (wanted.length > 0) {
      this.#show(wanted.at(-1), key, name, address);
    }
    if (sound) {
      chime();
    }
  }

  async #change(field) {
    const { notify, sound } = this.#form.elements;
    remember(this.#room, { notify: notify.value, sound: sound.checked });
    if (field === notify && field.value !== "none" && canNotify()) {
      await Notification.requestPermission();
    }
    this.#explain();
    if (field === sound && field.checked) {
      await tune();
      chime();
    }
  }

  #explain() {
    const isBarred = this.#form.elements.notify.value !== "none" && !isAllowed();
    this.#form.querySelector(".hint").textContent = isBarred ? word("writing.attention.barred") : "";
  }

  /** One for each room, the newest: whoever was away for long is not to find a hundred. */
  async #show({ author, text }, key, name, address) {
    if (!isAllowed()) {
      return;
    }
    const title = `\u2068${author}\u2069 \u2013 \u2068${name}\u2069`;
    const options = { body: text.slice(0, LONGEST), tag: `foyer/${key}`, renotify: true, icon: this.#icon };
    try {
      const notification = new Notification(title, options);
      notification.addEventListener("click", () => {
        focus();
        if (key !== this.#room) {
          location.assign(address);
        }
        notification.close();
      });
    } catch {
      // Phones leave it to the worker of the page, if there is one.
      const worker = await navigator.serviceWorker?.getRegistration();
      worker?.showNotification(title, options);
    }
  }
}

function canNotify() {
  return typeof window.Notification === "function";
}

function isAllowed() {
  return canNotify() && Notification.permission === "granted";
}
