"""The fields of the layer `imf`, as Wireshark names them."""
from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from dissectors.fields import Kind, Spec


class Form(Enum):
    """What a header field's value is made of."""
    TEXT = "text"
    MAILBOX = "mailbox"
    MAILBOXES = "mailboxes"
    ADDRESSES = "addresses"
    CONTENT_TYPE = "content type"


class Known(NamedTuple):
    """A header field that Wireshark has a field for."""
    spec: Spec
    form: Form


def _known(header: str, name: str = "", form: Form = Form.TEXT) -> tuple[bytes, Known]:
    spec = Spec("imf." + (name or header.lower().replace("-", "_")), header, Kind.TEXT)
    return header.lower().encode(), Known(spec, form)


def _unchanged(headers: str) -> list[tuple[bytes, Known]]:
    return [_known(header) for header in headers.split()]


KNOWN: dict[bytes, Known] = dict([
    _known("From", form=Form.MAILBOXES), _known("Sender", form=Form.MAILBOX),
    _known("Reply-To", form=Form.ADDRESSES), _known("To", form=Form.ADDRESSES), _known("Cc", form=Form.ADDRESSES),
    _known("Bcc", form=Form.ADDRESSES), _known("Resent-Date", "resent.date"),
    _known("Resent-From", "resent.from", Form.MAILBOXES), _known("Resent-Sender", "resent.sender", Form.MAILBOX),
    _known("Resent-To", "resent.to", Form.ADDRESSES), _known("Resent-Cc", "resent.cc", Form.ADDRESSES),
    _known("Resent-Bcc", "resent.bcc", Form.ADDRESSES), _known("Resent-Message-ID", "resent.message_id"),
    _known("Delivered-To", form=Form.MAILBOX), _known("Content-Type", "content.type", Form.CONTENT_TYPE),
    _known("Content-ID", "content.id"), _known("Content-Description", "content.description"),
    _known("Content-Transfer-Encoding", "content.transfer_encoding"), _known("X-Mailer", "ext.mailer"),
    _known("Thread-Index", "thread-index"), _known("X-MimeOLE", "ext.mimeole"),
    _known("Expiry-Date", "ext.expiry-date"), _known("X-MS-TNEF-Correlator", "ext.tnef-correlator"),
    _known("X-UIDL", "ext.uidl"), _known("X-Authentication-Warning", "ext.authentication_warning"),
    _known("X-Virus-Scanned", "ext.virus_scanned"), _known("X-Original-To", "ext.original-to", Form.ADDRESSES),
    *_unchanged("""
        Date Message-ID In-Reply-To References Subject Comments User-Agent Keywords Return-Path Received MIME-Version
        Autoforwarded Autosubmitted X400-Content-Identifier Content-Language Conversion Conversion-With-Loss
        Delivery-Date Discarded-X400-IPMS-Extensions Discarded-X400-MTS-Extensions DL-Expansion-History
        Deferred-Delivery Expires Importance Incomplete-Copy Latest-Delivery-Time Message-Type
        Original-Encoded-Information-Types Originator-Return-Address Priority Reply-By Sensitivity Supersedes
        X400-Content-Type X400-MTS-Identifier X400-Originator X400-Received X400-Recipients Lines Precedence""")])
"""Header fields by their names in lower case (RFC 5322, RFC 2045, RFC 2156 and what mail programs add)."""

IMF = Spec("imf", "Internet Message Format", Kind.PROTOCOL)
TYPE = Spec("imf.content.type.type", "Type", Kind.TEXT)
PARAMETERS = Spec("imf.content.type.parameters", "Parameters", Kind.TEXT)
EXTENSION = Spec("imf.extension", "Unknown-Extension", Kind.TEXT)
EXTENSION_TYPE = Spec("imf.extension.type", "Type", Kind.TEXT)
EXTENSION_VALUE = Spec("imf.extension.value", "Value", Kind.TEXT)
DISPLAY_NAME = Spec("imf.display_name", "Display-Name", Kind.TEXT)
ADDRESS = Spec("imf.address", "Address", Kind.TEXT)
ADDRESS_ITEM = Spec("imf.address_list.item", "Item", Kind.TEXT)
MAILBOX_ITEM = Spec("imf.mailbox_list.item", "Item", Kind.TEXT)
MESSAGE_TEXT = Spec("imf.message_text", "Message-Text", Kind.NONE)

FIELDS = (*(known.spec for known in KNOWN.values()), TYPE, PARAMETERS, EXTENSION, EXTENSION_TYPE, EXTENSION_VALUE,
          DISPLAY_NAME, ADDRESS, ADDRESS_ITEM, MAILBOX_ITEM, MESSAGE_TEXT)
