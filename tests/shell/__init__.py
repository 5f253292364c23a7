"""The program as a shell sees it: what it prints, what it logs, how it ends."""
