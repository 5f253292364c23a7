"""Real HTTP and WebSocket on 127.0.0.1: a loopback Discord, and what clients make of it."""
