/** stompjs 2, which speaks STOMP 1.0 and 1.1 only, and is told so. */
import stomp from "stompjs-2";
import WebSocket from "ws";
import { headers, print, talk, url } from "./guest.mjs";

talk(({ connected }) => {
  const client = stomp.over(new WebSocket(url, { headers: headers() }));
  client.debug = () => {};
  client.connect({}, connected, (failure) => print({ error: failure.headers ?? failure }));
});
