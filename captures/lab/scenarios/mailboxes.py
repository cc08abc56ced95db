"""Mail is fetched: by POP3 and by IMAP."""
from __future__ import annotations

from clients.imap import IMAP
from clients.pop import ERR, POP
from clients.smtp import SMTP
from mails import Mail, mail, text
from scenarios.scenario import Stage, scenario
from scenarios.submission import mime_mail
from servers.mailservers import PASSWORDS
from truth.record import Truth

BOB = "bob@lantern.test"


@scenario("04-pop3.pcap")
def pop3(stage: Stage) -> None:
    """a POP3 session: USER, PASS, STAT, LIST, UIDL, RETR, DELE, QUIT; and one with a wrong password"""
    weather = [mail("weather@elsewhere.test", BOB, f"Weather {day}", text(f"wind force {day}\n.\n"),
                    f"w{day}@elsewhere.test") for day in (1, 2)]
    deliver(stage, *weather, mime_mail("mime.2"))
    with stage.recording():
        client = POP(stage.truth, "client1", "mxb")
        client.login("bob", "wrong-pass", want=ERR)
        client.quit()
        client = POP(stage.truth, "client1", "mxb")
        client.login("bob", PASSWORDS["bob"])
        client.command("STAT")
        client.listing("LIST")
        client.listing("UIDL")
        for number in (1, 2, 3):
            client.retrieve(number)
        client.command("RETR 9", want=ERR)
        client.command("DELE 1")
        client.command("NOOP")
        client.quit()


@scenario("05-imap.pcap")
def imap(stage: Stage) -> None:
    """an IMAP session: CAPABILITY, LOGIN, LIST, STATUS, SELECT, FETCH of flags, headers, one body part and whole
    messages, STORE, SEARCH, IDLE with a mail that arrives, APPEND, COPY, EXPUNGE, LOGOUT"""
    deliver(stage, mail("alice@harbor.example", BOB, "Lantern order", text("two lanterns, please\n"),
                        "order.1@harbor.example"), mime_mail("mime.3"))
    answer = mail(BOB, "alice@harbor.example", "Re: Lantern order", text("on their way\n"), "re.1@lantern.test")
    with stage.recording():
        client = IMAP(stage.truth, "client1", "mxb")
        client.command("CAPABILITY")
        client.login("bob", PASSWORDS["bob"])
        for command in ('LIST "" "*"', "STATUS INBOX (MESSAGES UIDNEXT UNSEEN)", "SELECT INBOX",
                        "FETCH 1:* (UID FLAGS RFC822.SIZE ENVELOPE)",
                        "FETCH 1:* (BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)])", "FETCH 2 BODYSTRUCTURE",
                        "FETCH 2 (BODY.PEEK[3])", "UID FETCH 1 (UID BODY[])", "FETCH 2 (UID FLAGS BODY[])",
                        "FETCH 1 RFC822", r"STORE 1 +FLAGS (\Flagged)", "SEARCH FLAGGED",
                        'UID SEARCH SUBJECT "Lantern"'):
            client.command(command)
        client.command("NOSUCH thing", want="BAD")
        client.idle(lambda: interrupt(stage.truth), until=b"EXISTS")
        client.command("UID FETCH 3 (FLAGS UID BODY.PEEK[])")
        client.append("Sent", answer, r"(\Seen)")
        client.command("COPY 1 Drafts")
        client.command(r"STORE 1 +FLAGS.SILENT (\Deleted)")
        client.command("EXPUNGE")
        client.command("SELECT Nowhere", want="NO")
        for command in ("SELECT Sent", "FETCH 1 (FLAGS UID BODY[])", "CLOSE"):
            client.command(command)
        client.logout()


def interrupt(truth: Truth) -> None:
    """Another client sends a mail."""
    client = SMTP(truth, "client2", "mxb")
    client.command("EHLO desktop")
    client.send_mail(mail("dora@harbor.example", BOB, "While you were idle", text("ping\n"), "idle.1@harbor.example"),
                     "dora@harbor.example", BOB)
    client.quit()


def deliver(stage: Stage, *mails: Mail) -> None:
    """Puts messages into bob's mailbox, in this order and before the recording."""
    unrecorded = Truth("", "")
    for count, message in enumerate(mails, 1):
        client = SMTP(unrecorded, "client2", "mxb")
        client.command("EHLO post.office.test")
        client.send_mail(message, "sender@elsewhere.test", BOB)
        client.quit()
        stage.lab.mail["mxb"].wait_for_mail("bob", count)
    stage.truth.know(*mails)
