/** webstomp-client. */
import { randomUUID } from "node:crypto";
import WebSocket from "ws";
import webstomp from "webstomp-client";
import { headers, talk, url } from "./guest.mjs";

talk(({ connected, disconnected }) => {
  const socket = new WebSocket(url, webstomp.VERSIONS.supportedProtocols(), { headers: headers() });
  // The close follows.
  socket.onerror = () => {};
  const client = webstomp.over(socket, { debug: false });
  const receipts = new Map();
  client.onreceipt = (frame) => receipts.get(frame.headers["receipt-id"])?.();
  const receipt = (callback) => {
    const id = randomUUID();
    receipts.set(id, callback);
    return { receipt: id };
  };
  client.connect({}, () => connected({
    subscribe: (destination, onBody, onReceipt) =>
      client.subscribe(destination, (message) => onBody(message.body), receipt(onReceipt)),
    send: (destination, body, onReceipt) => client.send(destination, body, receipt(onReceipt)),
    disconnect: () => {
      // The library calls back before the connection is closed.
      socket.on("close", () => disconnected());
      client.disconnect();
    }
  }), (failure) => failure.command ? console.error(failure.headers) : disconnected(failure.code));
}, { receipts: ["SUBSCRIBE", "SEND"] });
