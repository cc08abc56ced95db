"""Mail is handed over: SMTP as one types it, authentication, a MIME message."""
from __future__ import annotations

import time

from clients.smtp import REJECTED, SMTP, SUBMISSION
from mails import Mail, attached, mail, mixed, picture, text
from scenarios.scenario import Stage, scenario
from servers.mailservers import PASSWORDS

PRICES = "Die Preise: 5 € pro Stück = günstig.\nEine sehr lange Zeile " + "äöü " * 40 + "\n"
GREETINGS = "Grüße aus Köln - nein, latin-1: é à ü ß\n"
DEPTHS = b"name;depth\r\nquay;4.2\r\nbuoy;11\r\n"
TIDES = "Dear Bob,\n\nhigh water is at 06:12.\n.\n..two dots\n.hidden?\nYours,\nAlice\n"


@scenario("01-smtp-textbook.pcap")
def textbook(stage: Stage) -> None:
    """one SMTP session typed as with telnet: HELO, MAIL FROM, RCPT TO, DATA, QUIT; lines that begin with dots"""
    message = mail("Alice Harbor <alice@harbor.example>", "bob@lantern.test", "Tide tables", text(TIDES),
                   "tide.1@harbor.example")
    with stage.recording():
        client = SMTP(stage.truth, "client1", "mxb")
        for command in ("HELO pc7.harbor.example", "MAIL FROM:<alice@harbor.example>", "RCPT TO:<bob@lantern.test>"):
            time.sleep(.15)
            client.command(command)
        client.data(message, pieces=61, pause=.02)
        client.quit()
        stage.lab.mail["mxb"].wait_for_mail("bob")


@scenario("02-esmtp-auth.pcap")
def authentication(stage: Stage) -> None:
    """ESMTP submission on port 587 with AUTH LOGIN, AUTH PLAIN with and without initial response, a failed AUTH,
    NOOP, VRFY, HELP"""
    alice, dora = "alice@harbor.example", "dora@harbor.example"
    with stage.recording():
        client = SMTP(stage.truth, "client1", "mxa", SUBMISSION)
        client.command("EHLO laptop")
        client.auth_login("alice", PASSWORDS["alice"])
        client.command(f"MAIL FROM:<{alice}> SIZE=400")
        client.command(f"RCPT TO:<{dora}>")
        client.data(mail(alice, dora, "First by AUTH LOGIN", text("one\n"), "auth.1@harbor.example"))
        client.command("NOOP")
        client.quit()
        client = SMTP(stage.truth, "client1", "mxa", SUBMISSION)
        client.command("EHLO laptop")
        client.auth_plain("alice", "not it", want=REJECTED)
        client.auth_plain("alice", PASSWORDS["alice"])
        client.command("VRFY dora")
        client.command("HELP")
        client.command(f"mail from:<{alice}>")
        client.command(f"rcpt to:<{dora}>")
        client.data(mail(alice, dora, "Second by AUTH PLAIN", text("two\n"), "auth.2@harbor.example"))
        client.quit()
        client = SMTP(stage.truth, "client2", "mxa", SUBMISSION)
        client.command("EHLO desktop")
        client.auth_plain(dora, PASSWORDS["dora"], at_once=False)
        client.send_mail(mail(f"Dora <{dora}>", f"Alice <{alice}>", "Re: Second by AUTH PLAIN", text("three\n"),
                              "auth.3@harbor.example", extra=[("In-Reply-To", "<auth.2@harbor.example>")]), dora, alice)
        client.quit()
        stage.lab.mail["mxa"].wait_for_mail("alice")


@scenario("03-mime.pcap")
def mime(stage: Stage) -> None:
    """a MIME message with a base64 PNG, quoted-printable utf-8 and latin-1 text and a CSV file, submitted on port
    587"""
    with stage.recording():
        client = SMTP(stage.truth, "client1", "mxa", SUBMISSION)
        client.command("EHLO laptop")
        client.auth_plain("alice", PASSWORDS["alice"])
        client.command("MAIL FROM:<alice@harbor.example> BODY=8BITMIME")
        client.command("RCPT TO:<dora@harbor.example>")
        client.data(mime_mail("mime.1"))
        client.quit()
        stage.lab.mail["mxa"].wait_for_mail("dora")


def mime_mail(number: str) -> Mail:
    """A message with texts in two charsets, a picture and a table; `number` makes its Message-ID."""
    parts = [text(PRICES, "utf-8", "quoted-printable"), text(GREETINGS, "iso-8859-1", "quoted-printable"),
             attached(picture(40, 30, seed=5), "boat.png", "image/png"), attached(DEPTHS, "depths.csv", "text/csv")]
    return mail("=?utf-8?Q?Zo=C3=AB_H=C3=A4rbor?= <alice@harbor.example>",
                "bob@lantern.test, Carol <carol@lantern.test>",
                "=?iso-8859-1?Q?Gr=FC=DFe_aus_K=F6ln?= =?utf-8?B?IOKAkyDimIU=?=",
                mixed(parts, "=_harbor_0001", preamble=b"This is a message in MIME.\r\n"), f"{number}@harbor.example",
                decoded_subject="Grüße aus Köln – ★", extra=[("Cc", "dora@harbor.example")])
