"""Reviews that are being written: the form, a preview, what is refused, what is kept."""

from collections.abc import Iterable
from typing import Any, Literal

import discord
from discord import ui

from bot.errors import ColdOpenError, Gone, NotTaken
from bot.model import Heading
from bot.render import parts, words
from bot.render.fit import bare, cut, escape
from bot.render.parts import Container
from bot.render.problems import problem
from bot.render.review_problems import missing
from bot.render.reviews import face, of, runs_of, stars
from bot.render.spoilers import paged
from bot.reviews import BODY, EVERYWHERE, HEADLINE, UNDO_MINUTES, Draft, Review, Words

Label = ui.Label[Any]

RATING, HEAD, TEXT, TICKS, PICTURE = "rating", "headline", "body", "ticks", "picture"
"""The fields of the form."""
SPOILER, KEEP, BARE = "spoiler", "keep", "bare"
"""What can be ticked: all of it is a spoiler, it stays in this server, it loses its picture."""
QUERY = "query"
_PREVIEWED = 2400
"""Signs of the text that a preview shows, beside what it says of it."""
_NO_RATING = "none"
Seen = Literal["here", "elsewhere", "hidden"]
"""Where a review is seen: where its author is, on another server, or not where they are."""


def title(head: Heading | None) -> str:
    """Call the form by what is reviewed."""
    if head is None:
        return "Your review"
    return f"Review {bare(head.series) if head.kind == 'series' else _short(head)}"


def _short(head: Heading) -> str:
    return " ".join(filter(None, (str(head.code or ""), bare(head.title or "") or "this episode")))


def fields(written: Words, least: int, *, asked: bool, kept: bool) -> tuple[Label, ...]:
    """Make the fields of the form, filled in with what there is; `asked` who is to read it."""
    text: ui.TextInput[Any] = ui.TextInput(
        custom_id=TEXT, style=discord.TextStyle.paragraph, max_length=BODY,
        default=written.body[:BODY] or None,
    )  # fmt: skip
    headline: ui.TextInput[Any] = ui.TextInput(
        custom_id=HEAD, max_length=HEADLINE, default=written.headline[:HEADLINE] or None
    )
    picture: ui.FileUpload[Any] = ui.FileUpload(custom_id=PICTURE, required=False, max_values=1)
    there = "Instead of the one that it has" if written.picture else "A PNG, JPEG, WebP or GIF file"
    return (
        ui.Label(text="Your rating", component=_ratings(written.rating)),
        ui.Label(text="Headline", description="Seen by all: no spoilers here", component=headline),
        ui.Label(
            text="Review",
            description=f"{least} characters or more. Spoilers go ||between bars||",
            component=text,
        ),
        ui.Label(
            text="About it",
            description=_readers(asked, kept),
            component=_ticks(written, asked, kept),
        ),
        ui.Label(text="Picture", description=there, component=picture),
    )  # fmt: skip


def _readers(asked: bool, kept: bool) -> str:  # noqa: FBT001 - as they come
    if asked:
        return "Tick what is so; members of all servers read it unless it is kept here"
    if kept:
        return "Tick what is so; it is kept in the server where it is written"
    return "Tick what is so"


def _ratings(given: int | None) -> ui.Select[Any]:
    options = [discord.SelectOption(label="No rating", value=_NO_RATING, default=given is None)]
    options += [
        discord.SelectOption(label=stars(one), value=str(one), default=given == one)
        for one in range(10, 0, -1)
    ]
    return ui.Select(custom_id=RATING, options=options)


def _ticks(written: Words, asked: bool, kept: bool) -> ui.CheckboxGroup[Any]:  # noqa: FBT001 - as they come
    said = [(SPOILER, "It contains spoilers: hide all of the text", written.spoiler)]
    said += [(KEEP, "Keep it in this server", kept)] if asked else []
    said += [(BARE, "Take its picture away", False)] if written.picture else []
    options = [
        discord.CheckboxGroupOption(label=label, value=value, default=is_so)
        for value, label, is_so in said
    ]
    return ui.CheckboxGroup(custom_id=TICKS, required=False, options=options)


def rating_of(picked: str) -> int | None:
    """Read what was picked as a rating."""
    return int(picked) if picked.isascii() and picked.isdigit() and 1 <= int(picked) <= 10 else None


def query_field() -> Label:
    """Ask of what a review is, in words."""
    field: ui.TextInput[Any] = ui.TextInput(custom_id=QUERY, max_length=200)
    said = "A title, a series with S02E05, or an IMDb id"
    return ui.Label(text="Which episode or series?", description=said, component=field)


def preview(draft: Draft, head: Heading, note: str = "") -> Container:
    """Show a draft to its author as it is going to look, with what they can do with it."""
    said = "This is how it will look; only you see this."
    if draft.review:
        said = "This is what your review will be changed to; only you see this."
    texts = paged(runs_of(draft.words.body, spoiler=draft.words.spoiler), 1300, _PREVIEWED)
    more = f" · goes on, {len(texts)} pages in all" if len(texts) > 1 else ""
    foot = "\n".join(filter(None, (f"-# {_for_whom(draft)}{more}", note)))
    return parts.card(
        parts.text(f"### Preview\n-# {said}", 200),
        *face(_as_review(draft), head, texts[0]),
        parts.text(foot, 500),
        parts.row(
            parts.button("Publish", f"draft:publish:{draft.id}"),
            parts.button("Edit", f"draft:edit:{draft.id}"),
            parts.button("Discard", f"draft:discard:{draft.id}"),
        ),
    )


def _as_review(draft: Draft) -> Review:
    words_ = draft.words
    return Review(
        0, draft.member, words_.headline, words_.body, words_.rating, words_.spoiler,
        draft.changed_at, 0, 0, picture=words_.picture,
    )  # fmt: skip


def _for_whom(draft: Draft) -> str:
    language = draft.words.language
    told = f" · in {cut(escape(words.language(language)), 60)}" if language else ""
    if draft.place == EVERYWHERE:
        return f"For members of all servers{told}"
    return f"Kept in the server where it was written{told}"


def refused(
    draft: Draft, trouble: ColdOpenError, looked: Iterable[Heading], days: int, note: str
) -> Container:
    """Say why a draft can't be published yet; where it is not known of what it is, ask for that."""
    about = isinstance(trouble, Gone) or (
        isinstance(trouble, NotTaken) and trouble.why == "no thing"
    )
    said = problem(trouble)
    if isinstance(trouble, Gone):
        said = (
            "What this is about is no longer in my catalogue. Your words are kept: say what else."
        )
    rows = [_about(draft.id, looked)] if about and [*looked] else []
    named = [parts.button("Name it", f"draft:name:{draft.id}")] if about else []
    kept = f"-# Your draft, kept for {_days(days)}: {_begun(draft.words)}"
    return parts.card(
        parts.text("\n".join(filter(None, (said, note, kept))), 1500),
        *rows,
        parts.row(
            *named,
            parts.button("Edit", f"draft:edit:{draft.id}"),
            parts.button("Discard", f"draft:discard:{draft.id}"),
        ),
        colour=parts.TROUBLE,
    )


def _begun(written: Words) -> str:
    """Give the beginning of a draft to its author, to whom nothing of it is a secret."""
    rated = f"{stars(written.rating)} · " if written.rating else ""
    headline, start = (
        escape(cut(" ".join(bare(text).split()), 200)) for text in (written.headline, written.body)
    )
    return f"{rated}{f'**{headline}** ' if headline else ''}{start or '…'}"


def _about(draft: int, looked: Iterable[Heading]) -> parts.Row:
    return parts.picker(looked, "You looked at these last", f"draft:about:{draft}")


def asked(
    draft: Draft, head: Heading | None, trouble: ColdOpenError | None, note: str = ""
) -> Container:
    """Ask in the channel whether a reply is to be a review; nobody else can press its buttons.

    Where it can't be published yet it says what is missing, and leads to the form.
    """
    rated = f" with {stars(draft.words.rating)}" if draft.words.rating else ""
    place = f"{of(head)}\n" if head else ""
    what = "your review be changed to this" if draft.review else "this be your review"
    todo, first = _first(draft.id, trouble)
    return parts.card(
        parts.text(f"{place}<@{draft.member}>, shall {what}{rated}?\n{todo}", 900),
        *([parts.text(note, 300)] if note else []),
        parts.row(*first, parts.button("Open", f"draft:open:{draft.id}")),
    )


def _first(draft: int, trouble: ColdOpenError | None) -> tuple[str, list[parts.Button]]:
    """Say what is to be done with a reply, and give the button that does most of it."""
    if trouble is None:
        publish = parts.button("Publish", f"draft:publish:{draft}")
        return "Publish it as it is, or open it to see how it will look and to change it.", [
            publish
        ]
    if not isinstance(trouble, NotTaken):  # a block is nobody else's business
        return "It can't be published yet: open it to see why.", []
    why = f"**Not yet:** {missing(trouble)}"
    if trouble.why == "no thing":
        return f"{why}. Open it to say so.", []
    return f"{why}.", [parts.button("Complete it", f"draft:fill:{draft}")]


def listed(drafts: Iterable[tuple[Draft, Heading | None]], days: int) -> Container:
    """Show a member all of their drafts, each of which stays for so many days."""
    rows = [
        (str(draft.id), _called(draft), _under(draft, head)) for draft, head in drafts
    ][: parts.OPTIONS]  # fmt: skip
    if not rows:
        return parts.card(parts.text("You have no drafts. Begin one with `/review write`."))
    said = f"### Your drafts\nEach stays for {_days(days)} after you changed it last."
    return parts.card(parts.text(said), parts.chooser("draft:pick", "Open one", rows))


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"


def _called(draft: Draft) -> str:
    for text in (draft.words.headline, draft.words.body):
        if said := " ".join(bare(text.split("||")[0]).split()):
            return said
    return "Without words"


def _under(draft: Draft, head: Heading | None) -> str:
    what = words.choice_name(head) if head else "of what is not known yet"
    return f"{draft.changed_at[:10]} · {what}"


def published(head: Heading | None, where: Seen, *, new: bool, same: bool = False) -> Container:
    """Tell an author that it is done; `where` others see it, from where the author is.

    `same` is where the review had these words already.
    """
    said = "Published." if new else "Changed; everybody can see what was changed."
    if same:
        said = "Nothing was changed: your review has these words already."
    if where == "elsewhere":
        said += " It is kept in the server where it was written."
    if where == "hidden":
        said = "Published. " if new else "Nothing was changed. " if same else "Changed. "
        said += "Others don't see it here: it was hidden or removed before, and stays so until "
        said += "moderators decide otherwise. `/review mine` says why."
    return parts.card(parts.text(f"{of(head)}\n{said}" if head else said), parts.row(all_mine()))


def all_mine() -> parts.Button:
    """Lead an author to all that they wrote."""
    return parts.button("See all my reviews", "review:mine:0")


def unshown() -> Container:
    """Say that a review stands, and no card of it."""
    said = "Your review is published. Discord did not let me show it in this channel"
    return parts.card(parts.text(f"{said}; `/review read` does."))


def discarded() -> Container:
    """Say that a draft is gone."""
    return parts.card(parts.text("Discarded."))


def deleted(review: int, head: Heading | None) -> Container:
    """Tell an author that a review is gone, and offer it back for a while."""
    said = f"Deleted, with your rating in it. You can undo it for {UNDO_MINUTES} minutes."
    undo = parts.button("Undo", f"review:undo:{review}")
    return parts.card(parts.text(f"{of(head)}\n{said}" if head else said), parts.row(undo))


def restored(head: Heading | None) -> Container:
    """Tell an author that a review is back."""
    said = "It is back, with its votes."
    return parts.card(parts.text(f"{of(head)}\n{said}" if head else said), parts.row(all_mine()))


def none_yet(head: Heading, *, offered: bool) -> Container:
    """Say that there is no review to change or to delete; where `offered`, to write one."""
    said = f"{words.named(head)}: you have no review of it{' yet' * offered}."
    write = [parts.row(parts.button("Write one", f"review:write:{head.id}"))]
    return parts.card(parts.text(said, 500), *(write if offered else []))


def no_card() -> Container:
    """Say that a message shows no episode of ours."""
    said = "I see no episode or series of mine in that message. Use `/review write`, or choose "
    return parts.card(
        parts.text(f"{said}this on one of my cards, such as `/episode` gives.", 500),
        colour=parts.TROUBLE,
    )


def not_own() -> Container:
    """Say that nobody makes a review of what others wrote."""
    said = "Only its author can make a review of a message: this one is not yours."
    return parts.card(parts.text(said), colour=parts.TROUBLE)


def wordless() -> Container:
    """Say that a message has no text."""
    said = "There is no text in that message. Use `/review write` instead."
    return parts.card(parts.text(said), colour=parts.TROUBLE)


def no_picture(why: str) -> str:
    """Say that a picture was left out, and why."""
    return f"**Your picture was left out:** {escape(why)}. Press Edit to try another."
