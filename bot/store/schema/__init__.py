"""SQL: numbered steps for each file, and beside them the whole of today's schema."""
