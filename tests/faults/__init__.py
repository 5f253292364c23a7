"""What goes wrong around the program: killed, held, read-only, cancelled, out of disk."""
