"""websockets, which Debian has as python3-websockets; the STOMP frames are made by hand."""

import asyncio
import threading

import websockets
import websockets.client

import guest

loop = asyncio.new_event_loop()
threading.Thread(target=loop.run_forever, daemon=True).start()


def wait(coroutine):
    return asyncio.run_coroutine_threadsafe(coroutine, loop).result()


class Link:
    def __init__(self):
        headers = {"Cookie": guest.cookies()}
        self.socket = wait(self.open(headers))

    @staticmethod
    async def open(headers):
        return await websockets.client.connect(
            guest.url, origin=guest.address, extra_headers=headers, subprotocols=["v12.stomp"])

    def send(self, frame):
        wait(self.socket.send(frame))

    def receive(self):
        try:
            return wait(self.socket.recv())
        except websockets.ConnectionClosedOK:
            return None

    @property
    def code(self):
        return self.socket.close_code


guest.talk(Link, (OSError, websockets.WebSocketException))
