"""The layer `smtp_details`: parameters, keywords and enhanced codes of SMTP, for which Wireshark has no fields."""
