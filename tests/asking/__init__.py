"""What people type: how it is read, and what of it a server refuses."""
