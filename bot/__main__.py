"""python -m bot: the same as coldopen."""

from bot.cli import main

if __name__ == "__main__":  # the second process of a big load imports this, too
    main()
