"""The layer `imap_response`: what a server's responses say, for which Wireshark has no fields."""
