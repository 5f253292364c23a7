"""What every error is that a person can be told, and the few that belong to nothing else."""

from typing import ClassVar


class ColdOpenError(Exception):
    """Something that a person is told; `exit_code` is what the shell gets."""

    exit_code: ClassVar[int] = 1


class NotAllowed(ColdOpenError):
    """Only `who` ("operators") may do this."""

    def __init__(self, who: str) -> None:
        super().__init__(who)
        self.who = who


class NotDrawn(ColdOpenError):
    """A picture can't be had: it took too long, or what draws has failed."""

    def __init__(self, *, late: bool) -> None:
        super().__init__(late)
        self.late = late
