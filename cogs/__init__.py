"""What people can say: one file a family of commands, loaded by name."""
