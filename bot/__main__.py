"""python -m bot: the same as coldopen."""


def main() -> None:
    """Run the command line; imported late, as the second process of a big load imports this too."""
    from bot.cli import main as shell  # noqa: PLC0415 - see above

    shell()


if __name__ == "__main__":
    main()
