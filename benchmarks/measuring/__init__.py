"""Runs programs side by side and compares wall time and peak memory."""
