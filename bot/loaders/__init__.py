"""Bytes and pages of other places to values of bot.model; no store, no Discord."""
