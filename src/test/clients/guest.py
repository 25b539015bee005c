"""What the clients in Python share; they do what guest.mjs does."""

import http.cookiejar
import json
import re
import sys
import time
import urllib.parse
import urllib.request
import uuid

address, room, username = sys.argv[1:4]
url = address.replace("http", "ws") + "/live"
jar = http.cookiejar.CookieJar()
web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
key = ""
last = None


def say(what):
    print(json.dumps(what), flush=True)


def cookies():
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def get(path):
    return web.open(address + path).read().decode()


def enter():
    global key
    token = re.search('name="_csrf"[^>]* value="([^"]+)"', get("/?room=")).group(1)
    form = urllib.parse.urlencode({"username": username, "room": room, "_csrf": token})
    answer = web.open(urllib.request.Request(address + "/", form.encode(), {"Origin": address}))
    key = answer.url.rsplit("/", 1)[1]


def hear(event, via):
    global last
    if not last or event["seq"] > last["seq"]:
        last = event
        say({"event": event, "via": via})


def resume():
    while True:
        page = json.loads(get(f"/rooms/{key}/events?after={last['seq']}&at={last['at']}"))
        for event in page["events"]:
            hear(event, "http")
        if not page["events"] or page["lastSeq"] <= last["seq"]:
            return


def talk(connect, failures):
    """
    Enters and opens a connection, again whenever it is lost. connect() opens one and returns an object with
    send(frame), receive(), which returns the next message as text, and close code once receive() has failed.
    """
    say({"receipts": ["SUBSCRIBE", "SEND", "DISCONNECT"]})
    enter()
    while True:
        try:
            if converse(connect()):
                return
        except failures:
            time.sleep(0.3)


def converse(link):
    leaving = False

    def send(command, body="", **fields):
        lines = "".join(f"{name.replace('_', '-')}:{value}\n" for name, value in fields.items())
        link.send(f"{command}\n{lines}\n{body}\0")

    send("CONNECT", accept_version="1.2", host="localhost")
    while True:
        message = link.receive()
        if message is None:
            if leaving:
                say({"closed": link.code})
            return leaving
        if not message.strip():
            continue
        head, body = message.split("\n\n", 1)
        command, *lines = head.split("\n")
        fields = dict(line.split(":", 1) for line in lines)
        body = body.rstrip("\n").rstrip("\0")
        if command == "CONNECTED":
            send("SUBSCRIBE", id="replies", destination="/user/queue/replies")
            send("SUBSCRIBE", id="room", destination=f"/topic/rooms.{key}", receipt="SUBSCRIBE")
            if last:
                resume()
            for text in ["back"] if last else ["1", "2", "3"]:
                body = json.dumps({"id": str(uuid.uuid4()), "text": text})
                send("SEND", body, destination=f"/app/rooms.{key}.say", receipt="SEND")
        elif command == "RECEIPT":
            say({"receipt": fields["receipt-id"]})
        elif command == "ERROR":
            print(head, file=sys.stderr)
        elif fields["subscription"] == "replies":
            say({"reply": json.loads(body)})
        else:
            event = json.loads(body)
            hear(event, "live")
            if event.get("text") == "leave":
                leaving = True
                send("DISCONNECT", receipt="DISCONNECT")
