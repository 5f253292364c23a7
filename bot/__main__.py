"""python -m bot: the same as coldopen."""

import os
import signal
import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line; imported late, as the second process of a big load imports this too."""
    # numpy would start a thread for each core, for matrices that nobody here multiplies.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from bot.cli import main as shell  # noqa: PLC0415 - see above

        shell()
    except KeyboardInterrupt:  # before there is anything to call off, or when all is done
        sys.exit(INTERRUPTED)
    finally:  # an interrupt from here on ends Python's own clearing up, without its traceback
        signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    main()
