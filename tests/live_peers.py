"""Programs that speak with each other while a test captures: servers for DNS and SMTP, and clients of them.

    serve               answers lookups and takes mails, until its standard input closes
    talk HOST           for each line of its standard input looks that name up, mails it, and prints it
    flood HOST SECONDS  sends datagrams to port 9, frames of 100 bytes, 20 at least; prints how many
    replay INTERFACE    puts frames on a cable: lines of hexadecimal digits from its standard input
"""
from __future__ import annotations

import smtplib
import socket
import socketserver
import struct
import sys
import threading
import time


class Names(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        query, server = self.request
        answer = struct.pack("!3HIH4B", 0xC00C, 1, 1, 60, 4, 192, 0, 2, 1)
        server.sendto(query[:2] + bytes.fromhex("81800001000100000000") + query[12:] + answer, self.client_address)


class Mails(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 mx.example ESMTP")
        for line in self.rfile:
            word = line.split(None, 1)[0].upper()
            if word == b"DATA":
                self.say("354 go on")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                self.say("250 queued")
            elif word == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 mx.example" if word == b"EHLO" else "250 OK")
        return None

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


def serve() -> None:
    for server in (socketserver.ThreadingUDPServer(("", 53), Names), socketserver.ThreadingTCPServer(("", 25), Mails)):
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print("ready", flush=True)
    sys.stdin.read()


def talk(host: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking, smtplib.SMTP(host, 25, timeout=20) as mail:
        asking.settimeout(20)
        for number, line in enumerate(sys.stdin):
            name = line.strip()
            labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
            asking.sendto(struct.pack("!6H", number, 0x100, 1, 0, 0, 0) + labels + b"\0\0\1\0\1", (host, 53))
            asking.recv(512)
            mail.sendmail("a@a.example", ["b@b.example"], f"Subject: {name}\r\n\r\nHello.\r\n")
            print(name, flush=True)


def flood(host: str, seconds: str) -> None:
    end, sent = time.monotonic() + float(seconds), 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        while True:
            for _ in range(20):
                out.sendto(bytes(58), (host, 9))
            sent += 20
            if time.monotonic() >= end:
                print(sent)
                return
            time.sleep(0.002)


def replay(interface: str) -> None:
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as out:
        out.bind((interface, 0))
        for line in sys.stdin:
            out.send(bytes.fromhex(line))


if __name__ == "__main__":
    {"serve": serve, "talk": talk, "flood": flood, "replay": replay}[sys.argv[1]](*sys.argv[2:])
