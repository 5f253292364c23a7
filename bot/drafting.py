"""What a member writes: asked for in a form, kept as a draft, shown to them, published."""
