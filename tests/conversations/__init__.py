"""People talk with the bot: from what they type to what Discord shows, nothing in between faked."""
