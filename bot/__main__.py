"""python -m bot: the same as coldopen."""

from bot.cli import main

main()
