"""Values to what Discord shows: pure functions, and all the words that the bot says."""
