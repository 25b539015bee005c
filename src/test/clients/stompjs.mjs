/** @stomp/stompjs from version 5 on; the version is the fourth argument. */
import { randomUUID } from "node:crypto";
import WebSocket from "ws";
import { headers, talk, url } from "./guest.mjs";

const library = await import("stompjs-" + process.argv[5]);
// Older versions are CommonJS.
const { Client } = library.Client ? library : library.default;

talk(({ connected, disconnected }) => {
  const client = new Client({
    webSocketFactory: () => new WebSocket(url, client.stompVersions.protocolVersions(), { headers: headers() }),
    onConnect: () => connected({
      subscribe: (destination, onBody, onReceipt) => {
        client.watchForReceipt(destination, onReceipt);
        client.subscribe(destination, (message) => onBody(message.body), { receipt: destination });
      },
      send: (destination, body, onReceipt) => {
        const receipt = randomUUID();
        client.watchForReceipt(receipt, onReceipt);
        client.publish({ destination, body, headers: { receipt } });
      },
      disconnect: (onReceipt) => {
        client.onDisconnect = onReceipt;
        client.deactivate();
      }
    }),
    onStompError: (frame) => console.error(frame.headers),
    onWebSocketClose: (event) => disconnected(event.code)
  });
  client.activate();
}, { receipts: ["SUBSCRIBE", "SEND", "DISCONNECT"], reconnects: true });
