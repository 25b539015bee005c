import { request } from "foyer/event-log";

const CHUNK = 512 * 1024;
const TUS = { "Tus-Resumable": "1.0.0" };
/** How long a chunk may make no progress, and its answer may take, in milliseconds. */
const SILENCE = 30_000;
const FIRST_PAUSE = 1_000;
const LAST_PAUSE = 30_000;
/** How often in a row an upload is tried that does not get on. */
const TRIES = 8;
/** How long the server may take to process what it got, in seconds. */
const PROCESSED_WITHIN = 120;
const LONGEST_ANSWER = 25;
/** The errors that may be over at the next try. */
const TEMPORARY = ["no-answer", "unavailable"];

/**
 * What the server says of a file that is complete.
 * @typedef {{id: string, name: string, type: string, size: number, width?: number, height?: number}} FileRecord
 */

/** Why an upload failed: one of the server's error words, `no-answer`, or `unreadable`. */
export class UploadError extends Error {
  /**
   * @param {string} error
   * @param {number} [retryAfter] in seconds
   */
  constructor(error, retryAfter) {
    super(error);
    this.error = error;
    this.retryAfter = retryAfter;
  }
}

/**
 * Uploads one file in chunks of 512 KiB (tus 1.0.0), and goes on where it broke: at once when the network is back, and
 * else after pauses that grow.
 */
export class Upload {
  #address;
  #token;
  #blob;
  #metadata;
  #id;
  #offset = 0;
  #length;
  #to;
  #end = new AbortController();

  /**
   * @param {URL} address of the files of the room, with a slash at its end
   * @param {string} token that the server asks for in what is posted (CSRF)
   * @param {{blob?: Blob, name: string, type: string, isFile: boolean, id?: string}} file `isFile`: the server keeps it as
   *   it is; `id` that the server gave to its upload before
   * @param {{begun: (id: string) => void, progress: (sent: number) => void, stuck: (isOffline: boolean) => void}} to
   *   `stuck` is told when it pauses
   */
  constructor(address, token, { blob, name, type, isFile, id }, to) {
    this.#address = address;
    this.#token = token;
    this.#blob = blob;
    this.#metadata = metadataOf({ filename: name, filetype: type, ...(isFile && { as: "file" }) });
    this.#id = id;
    this.#length = blob?.size ?? 0;
    this.#to = to;
  }

  /**
   * @returns {Promise<FileRecord>} fails with an {@link UploadError} when there is no use in going on by itself. It may be
   *   called again then
   */
  async run() {
    for (let tries = 0; ; ) {
      const before = this.#offset;
      try {
        return await this.#goOn();
      } catch (error) {
        this.#end.signal.throwIfAborted();
        const { error: why = "no-answer", retryAfter } = error;
        tries = this.#offset > before ? 1 : tries + 1;
        const isOffline = !navigator.onLine;
        const isShort = why === "rate-limited" && retryAfter * 1_000 <= LAST_PAUSE;
        if (!(TEMPORARY.includes(why) || isShort) || (tries >= TRIES && !isOffline)) {
          throw error instanceof UploadError ? error : new UploadError(why);
        }
        this.#to.stuck(isOffline);
        await this.#pause(isShort ? retryAfter * 1_000 : pauseAfter(tries), isOffline);
      }
    }
  }

  /** Stops. Another upload may go on with the same id. */
  stop() {
    this.#end.abort();
  }

  get #own() {
    return new URL(this.#id, this.#address);
  }

  async #goOn() {
    if (this.#id) {
      await this.#findOffset();
    }
    // Of a file that another app has uploaded only the server has the content.
    if (!this.#id && !this.#blob) {
      throw new UploadError("gone");
    }
    if (!this.#id) {
      await this.#create();
    }
    while (this.#offset < this.#length) {
      await this.#append();
    }
    return this.#read();
  }

  async #create() {
    const address = new URL(this.#address.href.replace(/\/$/, ""));
    const response = await this.#ask(address, "POST", {
      "Upload-Length": this.#length,
      "Upload-Metadata": this.#metadata,
    });
    const place = response.headers.get("Location");
    if (response.status !== 201 || !place) {
      throw await errorOf(response);
    }
    // The server may be known by another name behind a proxy.
    this.#id = new URL(place, address).pathname.split("/").at(-1);
    this.#offset = 0;
    this.#to.begun(this.#id);
  }

  async #findOffset() {
    const response = await this.#ask(this.#own, "HEAD");
    const offset = Number(response.headers.get("Upload-Offset") ?? NaN);
    if (response.ok && Number.isSafeInteger(offset)) {
      this.#offset = offset;
      this.#length = this.#blob?.size ?? offset;
    } else if (response.status === 404 || response.status === 410) {
      // It has expired: all of it is sent again.
      this.#id = undefined;
    } else {
      throw await errorOf(response);
    }
  }

  async #append() {
    const chunk = await read(this.#blob.slice(this.#offset, this.#offset + CHUNK));
    const { status, offset, body } = await this.#send(chunk);
    if (status === 204 && offset > this.#offset) {
      this.#offset = offset;
      this.#to.progress(offset);
    } else if (status === 404 || status === 410) {
      this.#id = undefined;
      throw new UploadError("unavailable");
    } else {
      throw status < 300 ? new UploadError("unavailable") : toError(status, body);
    }
  }

  /** Only XMLHttpRequest tells how much of a request is sent. */
  #send(chunk) {
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      const giveUp = () => request.abort();
      let timer = setTimeout(giveUp, SILENCE);
      request.open("PATCH", this.#own);
      request.responseType = "text";
      const headers = { ...TUS, "X-CSRF-TOKEN": this.#token, "Upload-Offset": this.#offset };
      Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
      request.setRequestHeader("Content-Type", "application/offset+octet-stream");
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", ({ loaded }) => {
        clearTimeout(timer);
        timer = setTimeout(giveUp, SILENCE);
        this.#to.progress(this.#offset + Math.min(loaded, chunk.byteLength));
      });
      request.addEventListener("loadend", () => {
        clearTimeout(timer);
        this.#end.signal.removeEventListener("abort", giveUp);
        if (request.status === 0) {
          failed(new UploadError("no-answer"));
        } else {
          const offset = Number(request.getResponseHeader("Upload-Offset"));
          done({ status: request.status, offset, body: request.responseText });
        }
      });
      this.#end.signal.addEventListener("abort", giveUp);
      request.send(chunk);
    });
  }

  /** Asks for the record of the file until the server has processed it. */
  async #read() {
    const until = performance.now() + PROCESSED_WITHIN * 1_000;
    for (;;) {
      const response = await this.#ask(this.#own, "GET", {}, LONGEST_ANSWER);
      if (response.ok) {
        return response.json();
      }
      const error = await errorOf(response);
      if (response.status === 404) {
        throw new UploadError(this.#blob ? "unavailable" : "gone");
      }
      if (response.status !== 503 || performance.now() > until) {
        throw error;
      }
      await this.#pause((error.retryAfter ?? 1) * 1_000, false);
    }
  }

  #ask(address, method, headers = {}, wait = 0) {
    this.#end.signal.throwIfAborted();
    return request(address, {
      method,
      headers: { ...(method !== "GET" && TUS), "X-CSRF-TOKEN": this.#token, ...headers },
      signal: this.#end.signal,
      wait,
    });
  }

  /** Is over sooner when the network is back, and without a network not before. */
  #pause(span, isOffline) {
    return new Promise((done, failed) => {
      const over = new AbortController();
      const end = (act) => () => {
        clearTimeout(timer);
        over.abort();
        act();
      };
      const timer = isOffline ? undefined : setTimeout(end(done), span);
      addEventListener("online", end(done), { signal: over.signal });
      this.#end.signal.addEventListener("abort", end(() => failed(this.#end.signal.reason)), { signal: over.signal });
    });
  }
}

/**
 * Has the server forget a file that is not sent.
 * @param {URL} address of the files of the room, with a slash at its end
 * @param {string} token that the server asks for in what is posted (CSRF)
 * @param {string} id
 */
export async function forget(address, token, id) {
  try {
    await fetch(new URL(id, address), { method: "DELETE", headers: { ...TUS, "X-CSRF-TOKEN": token }, keepalive: true });
  } catch {
    // The server forgets it by itself after a while.
  }
}

/** A file that was moved or changed since it was picked cannot be read any more. */
async function read(blob) {
  try {
    return await blob.arrayBuffer();
  } catch {
    throw new UploadError("unreadable");
  }
}

function pauseAfter(tries) {
  return Math.min(LAST_PAUSE, FIRST_PAUSE * 2 ** (tries - 1)) * (0.75 + 0.5 * Math.random());
}

async function errorOf(response) {
  const error = toError(response.status, await response.text().catch(() => ""));
  error.retryAfter ??= Number(response.headers.get("Retry-After")) || undefined;
  return error;
}

/**
 * What stands in the way may answer instead of the server, with a page of its own. Where an offset is wrong (409), or the
 * server still reads what came over a connection that broke (423), the next try asks for the right one.
 */
function toError(status, body) {
  if ([408, 409, 423].includes(status)) {
    return new UploadError("unavailable");
  }
  const { error, retryAfter } = parse(body) ?? {};
  const isFinal = status >= 400 && status < 500 && status !== 429;
  const otherwise = status === 413 ? "too-large" : status === 507 ? "full" : isFinal ? "bad-frame" : "unavailable";
  return new UploadError(typeof error === "string" ? error : otherwise, retryAfter > 0 ? retryAfter : undefined);
}

function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function metadataOf(values) {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${base64(value)}`)
    .join(",");
}

function base64(text) {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}
