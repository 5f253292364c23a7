"""What Cold Open knows and does; what it says in Discord stands in cogs and bot.render."""

__version__ = "0.1.0"
