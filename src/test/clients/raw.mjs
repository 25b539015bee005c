/** WebSocket libraries without STOMP: the frames are made by hand. The fourth argument is the library. */
import { randomUUID } from "node:crypto";
import { talk, headers, url } from "./guest.mjs";

const PROTOCOLS = ["v12.stomp"];

const libraries = {
  "ws": async () => {
    const { default: WebSocket } = await import("ws");
    return () => new WebSocket(url, PROTOCOLS, { headers: headers() });
  },
  "undici": async () => {
    const { WebSocket } = await import("undici");
    return () => new WebSocket(url, { protocols: PROTOCOLS, headers: headers() });
  },
  "websocket": async () => {
    const { default: { w3cwebsocket: WebSocket } } = await import("websocket");
    return () => new WebSocket(url, PROTOCOLS, headers().Origin, headers());
  },
  "faye-websocket": async () => {
    const { default: { Client } } = await import("faye-websocket");
    return () => new Client(url, PROTOCOLS, { headers: headers() });
  }
};

const open = await libraries[process.argv[5]]();

talk(({ connected, disconnected }) => {
  const socket = open();
  const subscribers = new Map();
  const receipts = new Map();
  const send = (command, fields, body = "") => {
    const lines = Object.entries(fields).map(([name, value]) => `${name}:${value}\n`).join("");
    socket.send(`${command}\n${lines}\n${body}\0`);
  };
  const receipt = (onReceipt) => {
    const id = randomUUID();
    receipts.set(id, onReceipt);
    return id;
  };
  const link = {
    subscribe: (destination, onBody, onReceipt) => {
      const id = String(subscribers.size);
      subscribers.set(id, onBody);
      send("SUBSCRIBE", { id, destination, receipt: receipt(onReceipt) });
    },
    send: (destination, body, onReceipt) => send("SEND", { destination, receipt: receipt(onReceipt) }, body),
    disconnect: (onReceipt) => send("DISCONNECT", { receipt: receipt(onReceipt) })
  };
  let isOpen = false;
  socket.onopen = () => {
    isOpen = true;
    send("CONNECT", { "accept-version": "1.2", host: "localhost" });
  };
  // undici tells of a handshake that fails by an error only, the others by both.
  socket.onerror = () => {
    if (!isOpen) {
      socket.onclose = null;
      disconnected();
    }
  };
  socket.onclose = (event) => disconnected(event.code);
  socket.onmessage = ({ data }) => {
    const [head, ...body] = data.split("\n\n");
    const [command, ...lines] = head.split("\n");
    const fields = Object.fromEntries(lines.map((line) => line.split(":")));
    switch (command) {
      case "CONNECTED":
        connected(link);
        break;
      case "MESSAGE":
        subscribers.get(fields.subscription)(body.join("\n\n").replace(/\0\n*$/, ""));
        break;
      case "RECEIPT":
        receipts.get(fields["receipt-id"])();
        break;
      case "ERROR":
        console.error(head);
    }
  };
}, { receipts: ["SUBSCRIBE", "SEND", "DISCONNECT"] });
