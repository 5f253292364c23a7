"""Files that could not be loaded, and places that did not answer; nothing was loaded."""

from bot.errors.root import ColdOpenError


class LoadError(ColdOpenError):
    """A file could not be loaded; the store is as it was."""

    exit_code = 8


class Unreadable(LoadError):
    """What is wrong with which file, and where: "line 3", "byte 120", "[4].airdate"."""

    def __init__(self, file: str, place: str, reason: str) -> None:
        super().__init__(file, place, reason)
        self.file, self.place, self.reason = file, place, reason


class TooManyRejects(Unreadable):
    """`count` of `rows` can't be used; the file, place and reason are the first one's."""

    exit_code = 13

    def __init__(self, file: str, place: str, reason: str, count: int, rows: int) -> None:
        super().__init__(file, place, reason)
        self.args = (file, place, reason, count, rows)  # of these it is made again elsewhere
        self.count, self.rows = count, rows


class Unreachable(LoadError):
    """`service` did not answer as it should; `status` is HTTP's, None when nothing came."""

    exit_code = 10

    def __init__(self, service: str, reason: str, status: int | None = None) -> None:
        super().__init__(service, reason, status)
        self.service, self.reason, self.status = service, reason, status


class LoadHeld(LoadError):
    """Somebody else is loading; `holder` says what, who and since when."""

    exit_code = 11

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class Cancelled(LoadError):
    """Who started the load called it off; `kept` pictures had been copied by then, and stay."""

    exit_code = 130

    def __init__(self, kept: int = 0) -> None:
        super().__init__(kept)
        self.kept = kept


class NotUndoable(LoadError):
    """The load `number` can't be taken back: it is not the last one, `last`.

    Where it is the last one, what was there before it is not kept.
    """

    exit_code = 12

    def __init__(self, number: int, last: int | None) -> None:
        super().__init__(number, last)
        self.number, self.last = number, last


class SeveralShows(LoadError):
    """A place has several shows of the name `text`: id, title and first year of each."""

    def __init__(self, text: str, candidates: tuple[tuple[int, str, int | None], ...]) -> None:
        super().__init__(text, candidates)
        self.text, self.candidates = text, candidates
