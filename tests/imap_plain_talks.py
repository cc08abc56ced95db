"""IMAP sessions for tests of plain ones: a script, and generated ones of usual and unusual turns."""
from __future__ import annotations

import random

from dialogues import pieces
from plain_talks import Said

from dissectors.stream import Data, End, How, Piece, Side

SCRIPT = r"""
    S: * OK [CAPABILITY IMAP4rev1] ready
    C: a1 capability
    S: * CAPABILITY IMAP4rev1 IDLE\r\na1 OK done
    C: a2 AUTHENTICATE PLAIN
    S: +\x20
    C: AGFubgBzZWNyZXQ=
    S: * CAPABILITY IMAP4rev1\r\na2 NO [AUTHENTICATIONFAILED] no
    C: a3 LOGIN ann "a secret"
    S: a3 OK
    C: a4 SELECT INBOX
    S: * FLAGS (\\Seen)\r\n* 2 EXISTS\r\n* OK [UIDVALIDITY 3] valid\r\na4 OK [READ-WRITE] selected
    C: a5 FETCH 1:2 (UID FLAGS RFC822.SIZE ENVELOPE BODYSTRUCTURE)
    S: * 1 FETCH (UID 7 FLAGS (\\Seen $Todo) RFC822.SIZE 20 ENVELOPE (NIL "a \\"(b" ((NIL NIL "x" "y"))))
    S: * 2 fetch (FLAGS () uid 8 BODYSTRUCTURE (("text" "plain") {3}\r\na)( "mixed"))\r\na5 OK
    C: a6 UID FETCH 7 (BODY.PEEK[HEADER.FIELDS (FROM TO)] BODY[1]<0.3>)
    S: * 1 FETCH (BODY[HEADER.FIELDS (FROM TO)] {7}\r\nTo: a\r\n BODY[1]<0> {3}\r\nabc UID 7)\r\na6 OK
    C: a7 UID FETCH 7 (BODY.PEEK[])
    S: * 1 FETCH (UID 7 BODY[] {17}\r\nSubject: a\r\n\r\n..b)
    S: a7 OK
    C: a8 FETCH 2 RFC822\r\na9 SEARCH ALL\r\nb0 NOOP
    S: * SEARCH 1 2\r\n* 2 FETCH (RFC822 {6}\r\nx: y\r\n FLAGS (\\Seen))\r\na8 OK\r\n* 3 EXISTS\r\na9 ok\r\nb0 BAD
    C: c1 APPEND "Sent \\\\ \\"" (\\Seen) "1-Jan-2026" {9}
    S: + go on
    C: a: b\r\n
    C: x
    S: * 4 EXISTS\r\nc1 OK [APPENDUID 3 9] done
    C: c2 APPEND Drafts {6+}\r\na: c\r\n\r\nc3 idle
    S: c2 NO\r\n+ idling\r\n* 5 EXISTS
    C: done
    S: c3 OK\r\n* 3 EXPUNGE
    C: z LOGOUT
    S: * BYE\r\nz OK bye"""

TAGS = ("a", "a", "b", "1", "B.2", "x-y", "$3", "BODY[", "a]", "c" * 64, "d" * 65)
COMMANDS = (
    "NOOP", "noop", "CHECK", "SELECT INBOX", "FETCH 1 (BODY[])", "UID FETCH 1:* (UID FLAGS)", "LOGIN a b",
    "LOGIN \"a b\" c", "AUTHENTICATE PLAIN", "AUTHENTICATE PLAIN YWJj", "IDLE", "SEARCH TEXT {3}\r\nabc",
    "SEARCH TEXT {3+}\r\nabc", "LOGOUT", "STARTTLS", "COMPRESS DEFLATE", "NOSUCH thing", "  NOOP", "DONE",
    "REPLACE 1 Sent {4+}\r\na:b\n")
APPENDS = (
    "Sent ", "\"a b\" ", "Sent () \"1-Jan-2026\" ", "\"a\\\"b\" ", "\"a ", "Sent (\\Seen) ", "Sent  ", "", "x", "(a ",
    "BODY[ ", "Catenate ", "Sent CATENATE (TEXT ", "Sent (\\Seen ", "Sent UTF8 (", "Sent \"", "{3+}\r\nabc ")
UNTAGGED = ("* 1 EXISTS", "* 1 EXPUNGE", "* OK", "* BYE", "* SEARCH 1 2", "* LIST () \"/\" a", "+ ok",
            "* LIST () \"/\" {3}\r\nabc", "* flags (a)", "+", "* PREAUTH x", "* 1 fetch", "* x{5}", "*", "? what",
            "* NAMESPACE NIL", "*  1 EXISTS", "* 1  EXISTS", "*  OK")
ITEMS = (
    "UID 5", "uid 5", "UID x", "UID (5)", "FLAGS (\\Seen)", "FLAGS (a b  c)", "FLAGS ()", "FLAGS ((a))",
    "FLAGS (\"a\")", "FLAGS a", "RFC822.SIZE 5", "RFC822.SIZE \"5\"", "RFC822.HEADER NIL", "RFC822.TEXT NIL",
    "BODY[TEXT] NIL", "BODY[] NIL", "BODY[] \"a: b\"", "ENVELOPE (NIL \"a)b\" \"\\\\\" (NIL))",
    "INTERNALDATE \"1-Jan\"", "X Y", "X", "\"UID\" 5", "(UID 5)", "X-GM-LABELS (\"a\" b)", "MODSEQ (12)",
    "FLAGS (\xe9)", "\"", "BODY[1] \"x\"", "BINARY.SIZE[1] 5", "BODY[HEADER.FIELDS (A)]")
LITERALS = (
    "BODY[]", "body[]", "RFC822", "BODY[1]", "BODY[HEADER.FIELDS (TO CC)]", "BODY[1.HEADER]", "BODY[HEADER]",
    "BODY[TEXT]", "BODY[]<0>", "BODY[1]<5>", "BODY[]<x>", "BINARY[]", "BINARY[1]", "RFC822.HEADER", "rfc822.text",
    "UID", "FLAGS", "X", "ENVELOPE (\"a\"", "BODY[", "BODY[]x", "BODY.PEEK[]", "RFC822.PEEK",
    "BODY[HEADER.FIELDS (", "")


class Generated:
    """A session of random turns, of which few are unusual."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.odd = self.chance.choice((0.01, 0.05, 0.2))
        self.said: list[tuple[Side, bytes]] = []
        self.tags: list[str] = []
        self.number = 0

    def pieces(self) -> Said:
        """What is said."""
        self.say(Side.SERVER, self.one_of("* OK ready\r\n", "* PREAUTH ready\r\n"))
        for _ in range(self.chance.randint(1, 8)):
            for _ in range(1 if self.chance.random() < 0.8 else 3):
                self.ask()
            self.answer()
        at, found = [0, 0], list[tuple[Side, Piece]]()
        for side, data in self.said:
            found.append((side, Data(at[side], data)))
            at[side] += len(data)
        return found + [(side, End(at[side], How.FIN)) for side in Side]

    def say(self, side: Side, text: str) -> None:
        """A side says something, sometimes in two pieces."""
        data = text.encode("latin-1")
        middle = self.chance.randrange(len(data)) if self.chance.random() < self.odd / 4 else 0
        self.said += [(side, part) for part in (data[:middle], data[middle:]) if part]

    def one_of(self, usual: str, unusual: str) -> str:
        """One of two, mostly the first."""
        return unusual if self.chance.random() < self.odd else usual

    def ask(self) -> None:
        """A command, with all that belongs to it."""
        self.number += 1
        tag = self.one_of(f"t{self.number}", self.chance.choice(TAGS))
        if self.chance.random() < 0.3:
            self.append(tag)
        else:
            usual = self.chance.choice(COMMANDS[:9])
            self.say(Side.CLIENT, f"{tag} {self.one_of(usual, self.chance.choice(COMMANDS))}\r\n")
            if usual.endswith("PLAIN"):
                self.say(Side.SERVER, self.one_of("+ \r\n", f"{tag} OK\r\n"))
                self.say(Side.CLIENT, self.one_of("YWJj\r\n", "x NOOP\r\n"))
            if self.chance.random() < self.odd:
                self.say(Side.CLIENT, "DONE\r\n")
        self.tags.append(tag)

    def append(self, tag: str) -> None:
        """An APPEND."""
        message = self.one_of("a: b\r\n" * self.chance.randint(1, 3), "")
        plus, more = self.chance.choice(("", "+")), self.one_of("\r\n", " {3+}\r\nabc\r\n")
        where = self.one_of(self.chance.choice(APPENDS[:3]), self.chance.choice(APPENDS))
        line = f"{tag} APPEND {where}{self.one_of('', '~')}{{{len(message)}{plus}}}\r\n"
        if plus:
            self.say(Side.CLIENT, line + message + more)
            return
        self.say(Side.CLIENT, line)
        self.say(Side.SERVER, self.one_of("+ go on\r\n", f"{tag} NO\r\n"))
        self.say(Side.CLIENT, message + more)

    def answer(self) -> None:
        """What the server says to all commands."""
        if self.chance.random() < self.odd:
            self.chance.shuffle(self.tags)
        lines = ""
        for tag in self.tags:
            for _ in range(self.chance.randint(0, 2)):
                lines += self.one_of(self.chance.choice(UNTAGGED[:6]), self.chance.choice(UNTAGGED)) + "\r\n"
            for _ in range(self.chance.randint(0, 2)):
                lines += self.fetch()
            lines += f"{tag} {self.chance.choice(('OK', 'ok done', 'NO', 'BAD'))}\r\n"
        self.say(Side.SERVER, lines)
        self.tags = [] if self.chance.random() > self.odd else self.tags[:1]

    def fetch(self) -> str:
        """A FETCH response."""
        items = []
        for _ in range(self.chance.randint(0, 3)):
            if self.chance.random() < 0.6:
                items.append(self.one_of(self.chance.choice(("UID 5", "FLAGS (\\Seen)", "RFC822.SIZE 5", "BODY (NIL)")),
                                         self.chance.choice(ITEMS)))
            else:
                name, text = self.one_of(self.chance.choice(LITERALS[:5]), self.chance.choice(LITERALS)), "x\r\n(y"
                items.append(f"{name} {self.one_of('', '~')}{{{len(text)}}}\r\n{text}"
                             + ")" * name.startswith("ENVELOPE"))
        ending = self.one_of(")", self.chance.choice(("", "))", ") x")))
        return f"* {self.one_of('3 FETCH', 'FETCH')} ({' '.join(items)}{ending}\r\n"


def script() -> Said:
    """The script's pieces."""
    return pieces(SCRIPT)
