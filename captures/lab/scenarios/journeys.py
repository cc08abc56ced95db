"""Mail travels from one domain to the other: to its readers, or back to its sender."""
from __future__ import annotations

from clients.imap import IMAP
from clients.pop import POP
from clients.smtp import SMTP, SUBMISSION
from errors import LabError
from mails import attached, mail, mixed, noise, picture, text
from scenarios.scenario import Stage, scenario
from servers.mailservers import PASSWORDS
from servers.network import address
from truth.relays import add_relays
from truth.tshark import streams

SELECTOR = "s1"
FETCH = "3 fetch: mail store -> client"


@scenario("09-journey.pcap")
def journey(stage: Stage) -> None:
    """one DKIM-signed mail from the sender's program to MTA A (587), MX lookup of MTA A through the resolver, MTA A
    to MTA B (25), then read by IMAP (bob) and POP3 (carol); all on one bridge"""
    stage.lab.names.restart_resolver()
    store = stage.lab.mail["mxb"]
    with stage.recording():
        submit_plan(stage)
        stored = store.wait_for_mail("bob") + store.wait_for_mail("carol")
        reader = IMAP(stage.truth, "client2", "mxb", hop=FETCH)
        reader.login("bob", PASSWORDS["bob"])
        reader.command("SELECT INBOX")
        reader.command("UID FETCH 1 (FLAGS BODY[])")
        reader.logout()
        collector = POP(stage.truth, "client3", "mxb", hop=FETCH)
        collector.login("carol", PASSWORDS["carol"])
        collector.retrieve(1)
        collector.quit()
    if not all(email.raw.replace(b"\r\n", b"\n") in stored for email in stage.truth.emails[1:]):
        raise LabError("what was fetched is not what is stored")
    add_relays(stage.truth, streams(stage.file), address("mxa"), address("mxb"), stored, "2 relay: MTA A -> MTA B")
    stage.truth.emails.sort(key=lambda email: str(email.entry["hop"]))


def submit_plan(stage: Stage) -> None:
    """A signed mail with two attachments leaves alice's program."""
    parts = [text("See the drawing.\n\n.dot line\n"),
             attached(picture(30, 30, seed=9), "lighthouse.png", "image/png"),
             attached(noise(3000, seed=4), "plan.bin")]
    plan = mail("Alice Harbor <alice@harbor.example>", "Bob <bob@lantern.test>, carol@lantern.test",
                "The lighthouse plan", mixed(parts, "----plan"), "plan.77@harbor.example")
    client = SMTP(stage.truth, "client1", "mxa", SUBMISSION, hop="1 submission: client -> MTA A")
    client.command("EHLO laptop")
    client.auth_plain("alice", PASSWORDS["alice"])
    client.send_mail(plan.signed("harbor.example", SELECTOR, stage.lab.dkim_key),
                     "alice@harbor.example", "bob@lantern.test", "carol@lantern.test")
    client.quit()


@scenario("10-reply-and-bounce.pcapng")
def bounce(stage: Stage) -> None:
    """pcapng: a mail from B's user to an existing and an unknown user of A (rejected by MTA A at RCPT), so that MTA B
    returns a delivery report, read by POP3"""
    stage.lab.names.restart_resolver()
    prices = mail("Bob <bob@lantern.test>", "dora@harbor.example, nobody@harbor.example", "Wick prices",
                  text("12 a dozen\n"), "wick.5@lantern.test")
    with stage.recording():
        client = SMTP(stage.truth, "client2", "mxb", SUBMISSION, hop="1 submission: client -> MTA B")
        client.command("EHLO shop")
        client.auth_plain("bob", PASSWORDS["bob"])
        client.together(["MAIL FROM:<bob@lantern.test>", "RCPT TO:<dora@harbor.example>",
                         "RCPT TO:<nobody@harbor.example>"])
        client.data(prices)
        client.quit()
        stored = stage.lab.mail["mxa"].wait_for_mail("dora")
        stage.lab.mail["mxb"].wait_for_mail("bob")
        reader = POP(stage.truth, "client2", "mxb")
        reader.login("bob", PASSWORDS["bob"])
        reader.listing("LIST")
        reader.retrieve(1, {"to": ["bob@lantern.test"], "subject": "Undelivered Mail Returned to Sender"})
        reader.quit()
    add_relays(stage.truth, streams(stage.file), address("mxb"), address("mxa"), stored, "2 relay: MTA B -> MTA A")
