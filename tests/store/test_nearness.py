"""How near names are to a question: of many names those alone are compared that can be near."""

from hypothesis import given
from hypothesis import strategies as st

from bot.finding import nearness
from bot.store.index import CANDIDATES, Named, Names

LETTERS = "ab "
TEXTS = st.text(LETTERS, max_size=40).map(lambda text: " ".join(text.split()))


@given(st.lists(TEXTS, min_size=CANDIDATES + 1, max_size=CANDIDATES + 40), TEXTS, st.booleans())
def test_names_among_many_are_as_near_as_by_themselves(
    names: list[str],
    asked: str,
    mistaken: bool,  # noqa: FBT001
):
    asked = asked or "a"
    every = [Named(at, at, name, name, 0) for at, name in enumerate(names)]
    many = nearness.ratios(Names(every), asked, 50, mistaken=False)
    alone = [nearness.ratios(Names([one]), asked, 50, mistaken=False) for one in every]
    assert many == {at: found[0] for at, found in enumerate(alone) if found}
    if mistaken:
        found = nearness.ratios(Names(every), asked, 50, mistaken=True)
        assert found.keys() == many.keys()
