"""Names of the protocols that IP carries (IANA protocol numbers), for the labels of the tree."""
from __future__ import annotations

PROTOCOLS = {
    0: "IPv6 Hop-by-Hop Option", 1: "ICMP", 2: "IGMP", 4: "IPIP", 6: "TCP", 8: "EGP", 9: "IGP", 17: "UDP", 27: "RDP",
    33: "DCCP", 41: "IPv6", 43: "Routing Header for IPv6", 44: "Fragment Header for IPv6", 46: "RSVP",
    47: "Generic Routing Encapsulation", 50: "Encap Security Payload", 51: "Authentication Header", 58: "ICMPv6",
    59: "No Next Header for IPv6", 60: "Destination Options for IPv6", 88: "EIGRP", 89: "OSPF IGP", 97: "EtherIP",
    103: "Protocol Independent Multicast", 108: "IPComp", 112: "VRRP", 115: "L2TP", 132: "SCTP",
    133: "Fibre Channel", 135: "Mobile IPv6", 136: "UDPlite", 137: "MPLS in IP", 139: "Host Identity Protocol",
    140: "Shim6 Header",
}
