"""The fields of messages, questions and records as Specs, with Wireshark's names and labels."""
from __future__ import annotations

from dissectors.dns.descriptions import CLASS_NAMES, OPCODE_NAMES, RCODE_NAMES, TYPE_DESCRIPTIONS
from dissectors.fields import Kind, Show, Spec


def _flag(name: str, label: str, mask: int, yes: str, no: str) -> Spec:
    return Spec(f"dns.flags.{name}", label, Kind.BOOL, 2, 2, mask, names={1: yes, 0: no})


LENGTH = Spec("dns.length", "Length", size=2)
ID = Spec("dns.id", "Transaction ID", size=2, show=Show.HEX)
FLAGS = Spec("dns.flags", "Flags", at=2, size=2, show=Show.HEX)
RESPONSE = _flag("response", "Response", 0x8000, "Message is a response", "Message is a query")
OPCODE = Spec("dns.flags.opcode", "Opcode", at=2, size=2, mask=0x7800, names=OPCODE_NAMES)
AUTHORITATIVE = _flag("authoritative", "Authoritative", 0x0400, "Server is an authority for domain",
                      "Server is not an authority for domain")
TRUNCATED = _flag("truncated", "Truncated", 0x0200, "Message is truncated", "Message is not truncated")
RECURSION_DESIRED = _flag("recdesired", "Recursion desired", 0x0100, "Do query recursively",
                          "Don't do query recursively")
RECURSION_AVAILABLE = _flag("recavail", "Recursion available", 0x0080, "Server can do recursive queries",
                            "Server can't do recursive queries")
Z = _flag("z", "Z", 0x0040, "reserved - incorrect!", "reserved (0)")
AUTHENTICATED = _flag("authenticated", "Answer authenticated", 0x0020,
                      "Answer/authority portion was authenticated by the server",
                      "Answer/authority portion was not authenticated by the server")
AUTHENTIC_DATA = _flag("authenticated", "AD bit", 0x0020, "Set", "Not set")
CHECKING_DISABLED = _flag("checkdisable", "Non-authenticated data", 0x0010, "Acceptable", "Unacceptable")
RCODE = Spec("dns.flags.rcode", "Reply code", at=2, size=2, mask=0x000F, names=RCODE_NAMES)
# RFC 4795 2.1.1: LLMNR's bits C and T in place of AA and RD
CONFLICT_QUERY = _flag("conflict", "Conflict", 0x0400, "The sender received multiple responses", "None")
CONFLICT_RESPONSE = _flag("conflict", "Conflict", 0x0400, "The name is not considered unique",
                          "The name is considered unique")
TENTATIVE = _flag("tentative", "Tentative", 0x0100, "Tentative", "Not tentative")

QUERY_BITS = (RESPONSE, OPCODE, TRUNCATED, RECURSION_DESIRED, Z, CHECKING_DISABLED)
QUERY_BITS_AD = (RESPONSE, OPCODE, TRUNCATED, RECURSION_DESIRED, Z, AUTHENTIC_DATA, CHECKING_DISABLED)
RESPONSE_BITS = (RESPONSE, OPCODE, AUTHORITATIVE, TRUNCATED, RECURSION_DESIRED, RECURSION_AVAILABLE, Z,
                 AUTHENTICATED, CHECKING_DISABLED, RCODE)
LLMNR_QUERY_BITS = (RESPONSE, OPCODE, CONFLICT_QUERY, TRUNCATED, TENTATIVE)
LLMNR_RESPONSE_BITS = (RESPONSE, OPCODE, CONFLICT_RESPONSE, TRUNCATED, TENTATIVE, RCODE)

COUNTS = tuple(Spec(f"dns.count.{name}", label, at=4 + 2 * place, size=2) for place, (name, label) in enumerate((
    ("queries", "Questions"), ("answers", "Answer RRs"), ("auth_rr", "Authority RRs"),
    ("add_rr", "Additional RRs"))))
# RFC 2136 2.2: UPDATE's sections
UPDATE_COUNTS = tuple(Spec(f"dns.count.{name}", label, at=4 + 2 * place, size=2) for place, (name, label) in enumerate((
    ("zones", "Zones"), ("prerequisites", "Prerequisites"), ("updates", "Updates"),
    ("add_rr", "Additional RRs"))))

SECTIONS = tuple(Spec("", label, Kind.NONE) for label in (
    "Queries", "Answers", "Authoritative nameservers", "Additional records"))
UPDATE_SECTIONS = tuple(Spec("", label, Kind.NONE) for label in (
    "Zone", "Prerequisites", "Updates", "Additional records"))
ENTRY = Spec("", "", Kind.NONE)

QUESTION_NAME = Spec("dns.qry.name", "Name", Kind.TEXT)
QUESTION_NAME_LENGTH = Spec("dns.qry.name.len", "Name Length")
QUESTION_LABELS = Spec("dns.count.labels", "Label Count")
QUESTION_TYPE = Spec("dns.qry.type", "Type", size=2, names=TYPE_DESCRIPTIONS)
QUESTION_CLASS = Spec("dns.qry.class", "Class", size=2, show=Show.HEX, names=CLASS_NAMES)
MULTICAST_QUESTION_CLASS = Spec("dns.qry.class", "Class", Kind.UINT, 0, 2, 0x7FFF, Show.HEX, names=CLASS_NAMES)
UNICAST_WANTED = Spec("dns.qry.qu", '"QU" question', Kind.BOOL, 0, 2, 0x8000)

RECORD_NAME = Spec("dns.resp.name", "Name", Kind.TEXT)
SERVICE = Spec("dns.srv.service", "Service", Kind.TEXT)
SERVICE_PROTOCOL = Spec("dns.srv.proto", "Protocol", Kind.TEXT)
SERVICE_NAME = Spec("dns.srv.name", "Name", Kind.TEXT)
RECORD_TYPE = Spec("dns.resp.type", "Type", size=2, names=TYPE_DESCRIPTIONS)
BITMAP_TYPE = Spec("dns.resp.type", "RR type in bit map", size=2, names=TYPE_DESCRIPTIONS)
RECORD_CLASS = Spec("dns.resp.class", "Class", size=2, show=Show.HEX, names=CLASS_NAMES)
MULTICAST_RECORD_CLASS = Spec("dns.resp.class", "Class", Kind.UINT, 0, 2, 0x7FFF, Show.HEX, names=CLASS_NAMES)
CACHE_FLUSH = Spec("dns.resp.cache_flush", "Cache flush", Kind.BOOL, 0, 2, 0x8000)
RECORD_TTL = Spec("dns.resp.ttl", "Time to live", size=4)
RECORD_LENGTH = Spec("dns.resp.len", "Data length", size=2)
RECORD_DATA = Spec("dns.data", "Data", Kind.BYTES)

UDP_SIZE = Spec("dns.rr.udp_payload_size", "UDP payload size", size=2)
MULTICAST_UDP_SIZE = Spec("dns.rr.udp_payload_size", "UDP payload size", Kind.UINT, 0, 2, 0x7FFF, Show.HEX)
EXTENDED_RCODE = Spec("dns.resp.ext_rcode", "Higher bits in extended RCODE", size=1, show=Show.HEX)
EDNS_VERSION = Spec("dns.resp.edns0_version", "EDNS0 version", size=1)
EDNS_Z = Spec("dns.resp.z", "Z", size=2, show=Show.HEX)
DNSSEC_OK = Spec("dns.resp.z.do", "DO bit", Kind.BOOL, 0, 2, 0x8000,
                 names={1: "Accepts DNSSEC security RRs", 0: "Cannot handle DNSSEC security RRs"})
EDNS_RESERVED = Spec("dns.resp.z.reserved", "Reserved", Kind.UINT, 0, 2, 0x7FFF, Show.HEX)

EXTRA = Spec("", "", Kind.NONE)
EXTRA_DATA = Spec("dns.extraneous.data", "Extraneous Data Bytes", Kind.BYTES)
EXTRA_LENGTH = Spec("dns.extraneous.length", "Extraneous Data Length", Kind.INT, size=4)

RESPONSE_IN = Spec("dns.response_in", "Response In", Kind.FRAME)
RESPONSE_TO = Spec("dns.response_to", "Request In", Kind.FRAME)
TIME = Spec("dns.time", "Time", Kind.DURATION)
LAST = Spec("", "Time since the query was last sent", Kind.NONE)
RETRANSMISSION = Spec("dns.retransmission", "Retransmission", Kind.BOOL)
RETRANSMITTED_QUERY = Spec("dns.retransmit_request_in", "Retransmitted request. Original request in", Kind.FRAME)
RETRANSMITTED_RESPONSE = Spec("dns.retransmit_response_in", "Retransmitted response. Original response in",
                              Kind.FRAME)
UNSOLICITED = Spec("dns.unsolicited", "Unsolicited", Kind.BOOL)
RETRANSMIT_QUERY_NOTE = Spec("dns.retransmit_request", "DNS query retransmission", Kind.NONE)
RETRANSMIT_RESPONSE_NOTE = Spec("dns.retransmit_response", "DNS response retransmission", Kind.NONE)

FIELDS = (
    LENGTH, ID, FLAGS, *RESPONSE_BITS, CONFLICT_QUERY, TENTATIVE, *COUNTS, *UPDATE_COUNTS, QUESTION_NAME,
    QUESTION_NAME_LENGTH, QUESTION_LABELS, QUESTION_TYPE, QUESTION_CLASS, UNICAST_WANTED, RECORD_NAME, SERVICE,
    SERVICE_PROTOCOL, SERVICE_NAME, RECORD_TYPE, RECORD_CLASS, CACHE_FLUSH, RECORD_TTL, RECORD_LENGTH, RECORD_DATA,
    UDP_SIZE, EXTENDED_RCODE, EDNS_VERSION, EDNS_Z, DNSSEC_OK, EDNS_RESERVED, EXTRA_DATA, EXTRA_LENGTH, RESPONSE_IN,
    RESPONSE_TO, TIME, RETRANSMISSION, RETRANSMITTED_QUERY, RETRANSMITTED_RESPONSE, UNSOLICITED,
    RETRANSMIT_QUERY_NOTE, RETRANSMIT_RESPONSE_NOTE)
