"""Messages of random structure, as the standard library's parser sees them.

Where we differ on purpose, the messages here do not go: bare CR as a line end, fields with a blank before the colon,
embedded messages that are encoded, line ends that a transfer encoding leaves open.
"""
from __future__ import annotations

import base64
import email
import email.header
import email.message
import email.policy
import quopri
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from dissectors.mime import Part, parse

LEAF_TYPES = st.sampled_from(["text/plain", "text/html; charset=utf-8", "image/png", "application/x-y; name=a.bin"])
NAMES = st.sampled_from(["", "plan.pdf", "a b.txt", 'q"uote.txt', "x;y=z.txt", "Grüße.txt"])
BODIES = st.one_of(st.binary(max_size=60).map(lambda data: data.replace(b"\r", b"")),
                   st.sampled_from([b"", b"\n", b"--\n", b"--x\n--b0x\n", b"Subject: inner\n\nx", b"\n\n"]))


def leaf(kind: str, name: str, encoding: str, data: bytes) -> bytes:
    lines = [f"Content-Type: {kind}".encode()]
    if name:
        quoted = name.replace('"', '\\"').encode()
        extended = b"filename*=utf-8''" + "".join(f"%{byte:02X}" for byte in name.encode()).encode()
        lines.append(b"Content-Disposition: attachment; " + (b'filename="%s"' % quoted if name.isascii() else extended))
    if encoding:
        lines.append(f"Content-Transfer-Encoding: {encoding}".encode())
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, bytes)(data)
    return b"\n".join([*lines, b"", body])


LEAVES = st.builds(leaf, LEAF_TYPES, NAMES, st.sampled_from(["", "base64", "quoted-printable", "8bit"]), BODIES)


def multipart(children: list[bytes], preamble: bytes, ended: bool) -> bytes:
    boundary = b"b%d" % zlib.crc32(b"".join(children))
    body = preamble + b"".join(b"--" + boundary + b"\n" + child + b"\n" for child in children)
    ending = b"--" + boundary + b"--\nepilogue" if ended else b""
    return b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\n\n' + body + ending


def embedded(child: bytes) -> bytes:
    return b"Content-Type: message/rfc822\n\nSubject: inner\n" + child


def containers(children: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    several = st.lists(children, min_size=1, max_size=3)
    return st.one_of(st.builds(multipart, several, st.sampled_from([b"", b"preamble\n"]),
                               st.booleans()), st.builds(embedded, children))


MESSAGES = st.recursive(LEAVES, containers, max_leaves=8).map(
    lambda part: (b"Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\nFrom: a@x\n" + part).replace(b"\n", b"\r\n"))


def ours(part: Part) -> object:
    if part.children:
        return part.content_type, part.headers.subject, [ours(child) for child in part.children]
    return part.content_type, part.filename, part.disposition, part.decoded()


def theirs(part: email.message.Message) -> object:
    if part.is_multipart():
        subject = part["Subject"] and str(email.header.make_header(email.header.decode_header(part["Subject"])))
        return part.get_content_type(), subject, [theirs(child) for child in part.get_payload()]
    return (part.get_content_type(), part.get_filename(), part.get_content_disposition(),
            part.get_payload(decode=True))


@given(MESSAGES)
@settings(deadline=None, derandomize=True, max_examples=150)
def test_structure_names_and_decoded_bytes_are_the_same(data: bytes) -> None:
    assert ours(parse(data)) == theirs(email.message_from_bytes(data, policy=email.policy.compat32))
