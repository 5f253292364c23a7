"""Every error in words, with what to do next; for Discord (bot.render.trouble) and the shell."""

from bot import errors
from bot.errors import ColdOpenError
from bot.render.fit import cut, escape
from bot.render.review_problems import review_problem

EXAMPLES = "`mayday 9x05`, `air emergency target is destroyed` or an IMDb id"
SERIES = "a title of the series: `mayday`, `air emergency`; or its IMDb id"
_SEARCHED = "No title, outline, plot, character, person or question that I know has"
_OR = ("Try fewer words, or others.", "Did you mean one of these?")
_NO_STORE = " Start the bot once, or load something; COLDOPEN_DATA names the folder."
_PORTAL = "the Bot page of https://discord.com/developers/applications"


def problem(error: ColdOpenError) -> str:
    """Say what happened and what to do next; people's words in it are escaped."""
    match error:
        case errors.Unclear():
            return _unclear(error)
        case errors.NotAllowed(who=who):
            return f"Only {who} may do that."
        case errors.NotDrawn(late=late):
            why = "took too long" if late else "could not be drawn"
            return f"The picture {why}. Ask again in a moment; if it stays so, tell my operator."
        case errors.ReviewError():
            return review_problem(error)
        case errors.LoadError():
            return _load(error)
        case errors.StoreError():
            return _store(error)
        case errors.StartError():
            return _start(error)
        case _:
            return unexpected("")


def _unclear(error: errors.Unclear) -> str:
    match error:
        case errors.NotUnderstood(text=text):
            return f"There is nothing in “{_said(text)}” to look up. Try {_examples(error)}."
        case errors.NothingFound():
            return _nothing(error)
        case errors.NoCountry(text=text):
            return f"I know no country “{_said(text)}”. Try a name or a code: `Canada`, `CA`."
        case errors.NobodyNamed(text=text):
            return f"I know nobody called “{_said(text)}”. Try a whole name: `Denis Akiyama`."
        case errors.SeasonAlone() | errors.NoSeason():
            return _season(error)
        case errors.NoDay(text=text):
            return f"I can't read “{_said(text)}” as a day. Try `6 oct 2010` or `tomorrow`."
        case errors.Gone():
            return "That is no longer in my catalogue. Ask again by its name."
        case _:
            return unexpected("")


def _nothing(error: errors.NothingFound) -> str:
    said = _said(error.text)
    if isinstance(error, errors.NothingSaid):
        return f"{_SEARCHED} “{said}”. {_OR[bool(error.near)]}"
    if isinstance(error, errors.NotPlaced):
        return f"No {error.place} episode of “{said}” is known."
    if isinstance(error, errors.NoNumber):
        season = f"Season {error.season} has" if error.season else "The specials have"
        noun = "episode" if len(error.numbers) == 1 else "episodes"
        there = _span([*error.numbers])
        return f"I don't know “{said}”. {season} {noun} {there}."
    if error.near:
        return f"I don't know “{said}”. Did you mean one of these?"
    return f"I know nothing like “{said}”. Try {_examples(error)}."


def _examples(error: errors.NotUnderstood | errors.NothingFound) -> str:
    return SERIES if error.of_series else EXAMPLES


def _season(error: errors.SeasonAlone | errors.NoSeason) -> str:
    if isinstance(error, errors.SeasonAlone):
        wanted = f"/random query:mayday season:{error.number}"
        return f"Season {error.number} of which series? Try `{wanted}`."
    name = f"“{_said(error.series.series)}”"
    if not error.others:
        return f"I know no episodes of {name} yet."
    numbers = [one for one in error.others if one]
    there = [f"{'season' if len(numbers) == 1 else 'seasons'} {_span(numbers)}"] if numbers else []
    there += [word for number, word in ((0, "specials"), (None, "episodes without a season"))
              if number in error.others]  # fmt: skip
    if error.number is None:
        missing = "no episodes without a season"
    else:
        missing = f"no season {error.number}" if error.number else "no specials"
    are = "is" if len(numbers) == 1 else "are"
    listed = " and ".join(filter(None, (", ".join(there[:-1]), there[-1])))
    return f"I know {missing} of {name}. There {are} {listed}."


def _span(numbers: list[int]) -> str:
    """Name numbers: 1 to 14 where none is missing, else the first ones."""
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
    more = ", ..." if len(numbers) > 20 else ""
    return f"{', '.join(map(str, numbers[:20]))}{more}"


def _load(error: errors.LoadError) -> str:
    match error:
        case errors.TooManyRejects(file=file, place=place, reason=reason, count=count, rows=rows):
            many = f" {count:,} of {rows:,} rows can't be used." if rows > 1 else ""
            return f"{file}, {place}: {reason}.{many} Nothing of it was loaded."
        case errors.Unreadable(file=file, place=place, reason=reason):
            return f"{file}, {place}: {reason}. Nothing of it was loaded."
        case errors.Unreachable(service=service, reason=reason):
            return f"{service} does not answer as it should: {reason}. Nothing was loaded."
        case errors.LoadHeld(holder=holder):
            return f"Somebody else is loading: {holder}. Wait until that is done."
        case errors.Cancelled(kept=kept):
            return _called_off(kept)
        case errors.NotUndoable():
            return _not_undoable(error)
        case errors.SeveralShows():
            return _several(error)
        case _:
            return unexpected("")


def _called_off(kept: int) -> str:
    if kept:
        return f"Called off. What came before is kept: {kept:,} copied."
    return "Called off. Everything is as it was."


def _not_undoable(error: errors.NotUndoable) -> str:
    if error.last is None:
        return "There is no load that could be taken back."
    if error.last == error.number:
        why = "what was there before it is no longer kept"
        return f"Load {error.number} is the last one, but can't be taken back: {why}."
    return f"Load {error.number} can't be taken back; the last one is {error.last}."


def _several(error: errors.SeveralShows) -> str:
    rows = "\n".join(
        f"  {show}: {cut(title, 200)}{f' ({year})' if year else ''}"
        for show, title, year in error.candidates
    )
    return f"“{cut(error.text, 200)}” may be several shows. Ask by the id of one:\n{rows}"


def _store(error: errors.StoreError) -> str:
    path, detail = error.path, error.detail
    match error:
        case errors.StoreHeld():
            return f"Another Cold Open ({detail}) has the databases in {path}. Stop it first."
        case errors.StoreNewer(found=found, known=known):
            return (
                f"{path} has version {found}, this program knows versions up to {known}. "
                "Update Cold Open."
            )
        case errors.StoreForeign():
            return (
                f"{path} is not a database of Cold Open. Put a backup in its place, or move it "
                "away to begin with a new one."
            )
        case errors.StoreCorrupt():
            return f"{path} is damaged ({detail}). Put a backup in its place."
        case errors.StoreMissing():
            there = f" Beside it is {detail}: put a backup in its place or move that away."
            return f"There is no {path}.{there if detail else _NO_STORE}"
        case errors.StoreReadOnly():
            return f"{path} can't be written ({detail or 'read-only'}). Check its permissions."
        case errors.StoreBusy():
            return f"The databases in {path} can't be written right now ({detail}). Try again."
        case _:
            return unexpected("")


def _start(error: errors.StartError) -> str:
    match error:
        case errors.BadSettings(problems=problems):
            rows = "\n".join(f"  {name}: expected {expected}" for name, expected in problems)
            return f"Settings that can't be used:\n{rows}"
        case errors.TokenRefused():
            return (
                f"Discord does not know this token. Copy it again from {_PORTAL} to DISCORD_TOKEN."
            )
        case errors.DiscordOdd(address=address, reason=reason):
            return f"What answers at {address} is not Discord ({reason}). Check DISCORD_API_URL."
        case errors.IntentsRefused():
            return f"Discord refuses the intents. No privileged one is needed: see {_PORTAL}."
        case errors.CogBroken(name=name, reason=reason):
            return f"The commands of {name} don't load: {reason}."
        case errors.PlaygroundMissing(package=package):
            return f"The playground needs {package}. Install it with: pip install '.[playground]'"
        case errors.PortTaken(port=port):
            return f"Port {port} of 127.0.0.1 is taken. Choose another with --port."
        case _:
            return unexpected("")


def unexpected(report: str) -> str:
    """Apologise for a fault of ours; `report` finds it in the log."""
    return f"Something broke on my side. It is written down as `{report}`; please tell my operator."


def _said(text: str) -> str:
    return cut(escape(text), 200)
