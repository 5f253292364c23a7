"""Why the program can't start; each has its exit code."""

from bot.errors.root import ColdOpenError


class StartError(ColdOpenError):
    """The program can't start."""


class BadSettings(StartError):
    """All problems of the settings: pairs of a name and what is expected there."""

    exit_code = 2

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__(problems)
        self.problems = problems


class TokenRefused(StartError):
    """Discord does not know the token."""

    exit_code = 3


class DiscordOdd(StartError):
    """What answers at `address` does not answer as Discord does."""

    exit_code = 10

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(address, reason)
        self.address, self.reason = address, reason


class IntentsRefused(StartError):
    """Discord does not allow an intent that is asked for."""

    exit_code = 4


class CogBroken(StartError):
    """The family of commands `name` does not load."""

    exit_code = 9

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason


class PlaygroundMissing(StartError):
    """The playground's packages are not installed."""

    exit_code = 7

    def __init__(self, package: str) -> None:
        super().__init__(package)
        self.package = package


class PortTaken(StartError):
    """Another program listens on this port of 127.0.0.1."""

    exit_code = 6

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port
