/**
 * What the clients in JavaScript share. Each is called with the server's address, a room and a username, and prints
 * what happens as lines of JSON (see StockClientsIntegrationTests.java).
 */

import { randomUUID } from "node:crypto";

const RETRY_MS = 300;

const [address, room, username] = process.argv.slice(2);
const cookies = new Map();
let key;
let last;
let isLeaving = false;
let order = Promise.resolve();

/** Where the live connections are. */
export const url = address.replace("http", "ws") + "/live";

/** The headers of a handshake. */
export const headers = () => ({ Origin: address, Cookie: [...cookies].map((cookie) => cookie.join("=")).join("; ") });

export function print(what) {
  console.log(JSON.stringify(what));
}

async function http(path, options = {}) {
  const answer = await fetch(address + path, { redirect: "manual", headers: headers(), ...options });
  for (const cookie of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
    cookies.set(name, value);
  }
  return answer;
}

async function enter() {
  const form = await (await http("/?room=")).text();
  const [, token] = /name="_csrf"[^>]* value="([^"]+)"/.exec(form);
  const answer = await http("/", { method: "POST", body: new URLSearchParams({ username, room, _csrf: token }) });
  key = answer.headers.get("Location").split("/").at(-1);
}

function hear(event, via) {
  if (event.seq <= last?.seq) {
    return;
  }
  last = event;
  print({ event, via });
}

async function resume() {
  let page;
  do {
    page = await (await http(`/rooms/${key}/events?after=${last.seq}&at=${last.at}`)).json();
    page.events.forEach((event) => hear(event, "http"));
  } while (page.events.length > 0 && page.lastSeq > last.seq);
}

/**
 * Enters and opens a connection, again whenever it is lost unless the library does that by itself.
 * @param connect opens a connection; calls connected(link) and disconnected(code)
 * @param receipts of which commands the library tells the receipts
 */
export async function talk(connect, { receipts = [], reconnects = false } = {}) {
  print({ receipts });
  await enter();
  const again = () => connect({
    connected,
    disconnected: (code) => {
      if (isLeaving) {
        print({ closed: code ?? "unknown" });
      } else if (!reconnects) {
        setTimeout(again, RETRY_MS);
      }
    }
  });
  again();
}

/**
 * Called after CONNECTED.
 * @param link subscribe(destination, onBody, onReceipt), send(destination, body, onReceipt), disconnect()
 */
function connected(link) {
  const got = (command) => () => print({ receipt: command });
  link.subscribe("/user/queue/replies", (body) => print({ reply: JSON.parse(body) }), () => {});
  link.subscribe(`/topic/rooms.${key}`, (body) => {
    const event = JSON.parse(body);
    order = order.then(() => hear(event, "live"));
    if (event.text === "leave") {
      isLeaving = true;
      link.disconnect(got("DISCONNECT"));
    }
  }, got("SUBSCRIBE"));
  if (last) {
    order = order.then(resume);
  }
  for (const text of last ? ["back"] : ["1", "2", "3"]) {
    const body = JSON.stringify({ id: randomUUID(), text });
    link.send(`/app/rooms.${key}.say`, body, got("SEND"));
  }
}
