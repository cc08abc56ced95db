"""RDATA of mail and of people: MX, MB, MG, MR, MINFO, RP."""
from __future__ import annotations

from dissectors.dns.rdata.shapes import U16, Shape, domain, number

SHAPES = {
    # RFC 1035 3.3.3 to 3.3.9
    7: Shape((domain("dns.mb", "MailBox Domaine"),), ", mb {0}"),
    8: Shape((domain("dns.mg", "Mail Group member"),), ", mg {0}"),
    9: Shape((domain("dns.mr", "Mail Rename domaine"),), ", mr {0}"),
    14: Shape((domain("dns.minfo.r", "Responsible Mailbox"), domain("dns.minfo.e", "Error Mailbox"))),
    15: Shape((number(U16, "dns.mx.preference", "Preference"), domain("dns.mx.mail_exchange", "Mail Exchange")),
              ", preference {0}, mx {1}"),
    # RFC 1183 1 to 3.3
    17: Shape((domain("dns.rp.mailbox", "Mailbox"), domain("dns.rp.txt_rr", "TXT RR"))),
    18: Shape((number(U16, "dns.afsdb.subtype", "Subtype"), domain("dns.afsdb.hostname", "Hostname"))),
    21: Shape((number(U16, "dns.rt.subtype", "Preference"), domain("dns.rt.intermediate_host",
                                                                   "Intermediate Hostname"))),
    # RFC 2163 4
    26: Shape((number(U16, "dns.px.preference", "Preference"), domain("dns.px.map822", "MAP822"),
               domain("dns.px.map400", "MAPX400"))),
}
