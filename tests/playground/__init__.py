"""The playground: its process from outside, and its page as people use it."""
