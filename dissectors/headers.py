"""All fixed headers: what the scan kernel and the tree reader walk."""
from __future__ import annotations

from dissectors.layout import Layout
from dissectors.link import arcnet, ethernet, llc, mpls, nflog, null, pktap, ppp, raw, sll, vlan
from dissectors.network import arp, extensions, gre, icmp, icmpv6, ip, ipv6, vxlan
from dissectors.transport import tcp, udp

HEADERS: tuple[Layout, ...] = (
    ethernet.ETHERNET, vlan.VLAN, vlan.PROVIDER_VLAN, llc.SELECTOR, llc.LLC, llc.SNAP, sll.SLL, sll.SLL2, null.NULL,
    raw.RAW, raw.RAW_IPV4, ppp.START, ppp.FRAMED_START, ppp.FRAMED, ppp.FRAMED_COMPRESSED, ppp.BARE,
    ppp.BARE_COMPRESSED, ppp.CISCO_HDLC, ppp.PPPOE_SESSION, ppp.PPPOE_DISCOVERY, mpls.MPLS, mpls.BOTTOM,
    pktap.PKTAP, *arcnet.LAYOUTS, *nflog.LAYOUTS,
    ip.IP, ipv6.IPV6, extensions.HOP_BY_HOP, extensions.DESTINATION, extensions.ROUTING, extensions.MOBILITY,
    extensions.SHIM6, extensions.FRAGMENT, extensions.AUTHENTICATION, arp.ARP, icmp.ICMP, icmpv6.ICMPV6, gre.SELECTOR,
    gre.GRE, gre.ENHANCED_GRE, udp.UDP, tcp.TCP, vxlan.TUNNEL, vxlan.VXLAN)
