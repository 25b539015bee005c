"""websocket-client, which Debian has as python3-websocket; the STOMP frames are made by hand."""

import websocket

import guest


class Link:
    code = None

    def __init__(self):
        self.socket = websocket.create_connection(
            guest.url, origin=guest.address, cookie=guest.cookies(), subprotocols=["v12.stomp"])

    def send(self, frame):
        self.socket.send(frame)

    def receive(self):
        opcode, data = self.socket.recv_data()
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            self.code = int.from_bytes(data[:2], "big")
            return None
        return data.decode()


guest.talk(Link, (OSError, websocket.WebSocketException))
