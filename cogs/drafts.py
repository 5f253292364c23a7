"""Drafts: what is pressed on them, and the forms in which they are written."""

from bot import drafting, finding, forms
from bot.app import App, app_of
from bot.errors import DraftGone
from bot.forms import Form
from bot.render import drafts as cards
from bot.render import results
from bot.reviews import Words
from bot.store import drafts
from bot.store.drafts import Written
from bot.ui import Interaction, Pressable, deed_of, picked, picked_title, promptly, send, turn


class Opened(
    Pressable, template=r"draft:(?P<what>open|publish|edit|fill|discard|name):(?P<id>\d{1,18})"
):
    """A draft's buttons; nobody but its author can press them."""

    async def press(self, interaction: Interaction) -> None:
        """Do what the button says."""
        draft = int(self.match["id"])
        match self.match["what"]:
            case "open":
                await drafting.show(interaction, draft)
            case "publish":
                await drafting.publish(interaction, draft)
            case "edit":
                await edit(interaction, draft)
            case "fill":
                await edit(interaction, draft, on_card=False)
            case "discard":
                await discard(interaction, draft)
            case _:
                await name(interaction, draft)


async def edit(interaction: Interaction, draft: int, *, on_card: bool = True) -> None:
    """Open the form with what the draft has; from a card that others see the answer is another."""
    store, server = app_of(interaction).store, interaction.guild_id
    desk = await store.read(drafts.reopened, interaction.user.id, draft, server)
    await drafting.open_form(interaction, desk, on_card=on_card)


async def discard(interaction: Interaction, draft: int) -> None:
    """Throw the draft away."""
    work = app_of(interaction).store.write(drafts.discard, interaction.user.id, draft)
    await promptly(interaction, work)
    await turn(interaction, cards.discarded())


async def name(interaction: Interaction, draft: int) -> None:
    """Ask in a form of what the draft is."""
    store = app_of(interaction).store
    await store.read(drafts.read, interaction.user.id, draft)
    field = cards.query_field()
    await forms.ask(interaction, f"draft:named:{draft}", cards.title(None), field)


class Pick(Pressable, template=r"draft:pick"):
    """One of a member's drafts, picked from all of them."""

    async def press(self, interaction: Interaction) -> None:
        """Show the draft."""
        told = picked(interaction)
        if not told.isascii() or not told.isdigit() or len(told) > 18:
            raise DraftGone(0)
        await drafting.show(interaction, int(told), on_card=True)


class About(Pressable, template=r"draft:about:(?P<id>\d{1,18})"):
    """Of what a draft is, picked from what its author looked at or may have meant."""

    async def press(self, interaction: Interaction) -> None:
        """Remember it, and show the draft."""
        await named(interaction, int(self.match["id"]), picked_title(interaction))


async def named(interaction: Interaction, draft: int, thing: int) -> None:
    """Remember of what a draft is, and show it."""
    work = app_of(interaction).store.write(drafts.name, deed_of(interaction), draft, thing)
    await promptly(interaction, work)
    await drafting.show(interaction, draft, on_card=True)


class Named(Form, template=r"draft:named:(?P<id>\d{1,18})", returns=False):
    """Of what a draft is, in words."""

    async def submit(self, interaction: Interaction) -> None:
        """Find it, and show the draft, or ask which of several is meant."""
        store, draft = app_of(interaction).store, int(self.match["id"])
        work = finding.find(store, self.filled.texts.get(cards.QUERY, ""))
        answer = await promptly(interaction, work, private=True)
        if answer.sure:
            await named(interaction, draft, answer.sure.heading.id)
            return
        headings = tuple(match.heading for match in answer.matches)
        card = results.choice(answer.text, headings, f"draft:about:{draft}")
        await send(interaction, card, private=True)


class Filled(
    Form,
    template=r"draft:form:(?P<thing>\d{1,18}):(?P<draft>\d{1,18})"
    rf"(?::in-(?P<language>{drafting.LANGUAGE}))?(?P<card>:card)?",
    returns=False,
):
    """A review as it was filled in."""

    async def submit(self, interaction: Interaction) -> None:
        """Keep it as a draft, and show that."""
        on_card = bool(self.match["card"])
        written = self.written(self.match["language"] or str(interaction.locale)[:2])
        await drafting.keep(interaction, written, self.filled.files, on_card=on_card)

    def written(self, language: str) -> Written:
        """Read the form."""
        texts, ticks = self.filled.texts, self.filled.picked.get(cards.TICKS, ())
        words = Words(
            texts.get(cards.HEAD, ""),
            texts.get(cards.TEXT, ""),
            cards.rating_of(self.filled.one(cards.RATING)),
            cards.SPOILER in ticks,
            language,
        )
        thing, draft = int(self.match["thing"]), int(self.match["draft"])
        return Written(
            thing or None, words, draft or None, cards.KEEP in ticks, cards.BARE in ticks
        )


async def setup(bot: App) -> None:
    """Add what can be pressed, and the forms."""
    bot.add_pressables(Opened, Pick, About)
    bot.add_forms(Filled, Named)
