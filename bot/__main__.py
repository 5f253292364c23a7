"""python -m bot: the same as coldopen."""

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line; imported late, as the second process of a big load imports this too."""
    try:
        from bot.cli import main as shell  # noqa: PLC0415 - see above

        shell()
    except KeyboardInterrupt:  # before there is anything to call off, or when all is done
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
