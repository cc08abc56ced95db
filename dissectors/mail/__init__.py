"""What SMTP, POP and IMAP share: commands and replies, their pairing, bodies, SASL, the change to TLS."""
