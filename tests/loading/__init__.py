"""What sources say: read, refused, loaded, recognised, kept, and found again."""
