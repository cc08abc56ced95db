"""Programs that speak with each other while a test captures: servers for DNS and SMTP, and clients of them.

    serve               answers lookups, takes mails and gives the last one out, until its standard input closes
    talk HOST           for each line of its standard input looks that name up, mails it, fetches that mail by POP and
                        by IMAP, and prints the line
    flood HOST SECONDS  sends datagrams to port 9, frames of 100 bytes, 20 at least; prints how many
    replay INTERFACE    puts frames on a cable: lines of hexadecimal digits from its standard input
    captures            for each line of its standard input, settings, starts a capture process, and prints its number;
                        what takes long, its imports, is done once for all
"""
from __future__ import annotations

import imaplib
import os
import poplib
import smtplib
import socket
import socketserver
import struct
import sys
import threading
import time
from abc import ABC, abstractmethod
from contextlib import closing
from typing import ClassVar


class Names(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        query, server = self.request
        answer = struct.pack("!3HIH4B", 0xC00C, 1, 1, 60, 4, 192, 0, 2, 1)
        server.sendto(query[:2] + bytes.fromhex("81800001000100000000") + query[12:] + answer, self.client_address)


class Dialogue(socketserver.StreamRequestHandler, ABC):
    greeting, last_word = "", b"QUIT"
    mail: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.say(self.greeting)
        for line in self.rfile:
            self.answer(line.split())
            if self.last_word in line.upper().split():
                return

    @abstractmethod
    def answer(self, words: list[bytes]) -> None:
        """Says what follows a line of the client."""

    def say(self, line: str, more: bytes = b"") -> None:
        self.wfile.write(line.encode() + b"\r\n" + more)


class Smtp(Dialogue):
    greeting = "220 mx.example ESMTP"

    def answer(self, words: list[bytes]) -> None:
        if words[0].upper() == b"DATA":
            self.say("354 go on")
            self.mail[:] = iter(self.rfile.readline, b".\r\n")
        self.say("221 bye" if words[0].upper() == b"QUIT" else "250 OK")


class Pop(Dialogue):
    greeting = "+OK"

    def answer(self, words: list[bytes]) -> None:
        self.say("+OK", b"".join(self.mail) + b".\r\n" if words[0] == b"RETR" else b"")


class Imap(Dialogue):
    greeting, last_word = "* OK ready", b"LOGOUT"

    def answer(self, words: list[bytes]) -> None:
        said = {b"CAPABILITY": "* CAPABILITY IMAP4rev1", b"SELECT": "* 1 EXISTS", b"LOGOUT": "* BYE"}
        if words[1] in said:
            self.say(said[words[1]])
        if words[1] == b"FETCH":
            mail = b"".join(self.mail)
            self.say(f"* 1 FETCH (RFC822 {{{len(mail)}}}", mail + b")\r\n")
        self.say(f"{words[0].decode()} OK done")


def serve() -> None:
    for server in (socketserver.ThreadingUDPServer(("", 53), Names), socketserver.ThreadingTCPServer(("", 25), Smtp),
                   socketserver.ThreadingTCPServer(("", 110), Pop), socketserver.ThreadingTCPServer(("", 143), Imap)):
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
            fetch(host)
            print(name, flush=True)


def fetch(host: str) -> None:
    with closing(poplib.POP3(host, timeout=20)) as pop:
        pop.user("b")
        pop.pass_("secret")
        pop.retr(1)
        pop.quit()
    with imaplib.IMAP4(host, timeout=20) as imap:
        imap.login("b", "secret")
        imap.select()
        imap.fetch("1", "(RFC822)")


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


def captures() -> None:
    import scapy.arch.linux

    from analyzer.live.process import main
    assert scapy.arch.linux.L2ListenSocket
    channels = []
    while settings := sys.stdin.buffer.readline():
        here, there = os.pipe()
        channels.append(there)      # its end would be the end of the capture
        os.write(there, settings)
        child = os.fork()
        if not child:
            os.dup2(here, 0)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os._exit(main())
        print(child, flush=True)


if __name__ == "__main__":
    {"captures": captures,
     "serve": serve, "talk": talk, "flood": flood, "replay": replay}[sys.argv[1]](*sys.argv[2:])
