/** @stomp/rx-stomp, which subscribes again by itself after each reconnection. */
import { randomUUID } from "node:crypto";
import { RxStomp, RxStompState } from "@stomp/rx-stomp";
import WebSocket from "ws";
import { headers, talk, url } from "./guest.mjs";

talk(({ connected, disconnected }) => {
  const client = new RxStomp();
  const watched = new Set();
  client.configure({
    webSocketFactory: () => new WebSocket(url, client.stompClient.stompVersions.protocolVersions(),
      { headers: headers() })
  });
  client.stompErrors$.subscribe((frame) => console.error(frame.headers));
  client.connectionState$.subscribe((state) => state === RxStompState.CLOSED && disconnected());
  client.connected$.subscribe(() => connected({
    subscribe: (destination, onBody, onReceipt) => {
      if (!watched.has(destination)) {
        watched.add(destination);
        client.watchForReceipt(destination, onReceipt);
        client.watch({ destination, subHeaders: { receipt: destination } })
          .subscribe((message) => onBody(message.body));
      }
    },
    send: (destination, body, onReceipt) => {
      const receipt = randomUUID();
      client.watchForReceipt(receipt, onReceipt);
      client.publish({ destination, body, headers: { receipt } });
    },
    disconnect: () => client.deactivate()
  }));
  client.activate();
}, { receipts: ["SUBSCRIBE", "SEND"], reconnects: true });
