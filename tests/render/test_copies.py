"""What is said of copying pictures: short, countable, and harmless whatever addresses there are."""

from hypothesis import given
from hypothesis import strategies as st

from bot.loaders.rejects import Reject
from bot.render import copies
from bot.report import Copied
from tests.render.test_cards import checked, long, needs_schema, relaxed


@needs_schema
@relaxed
@given(long, st.integers(1, 10**9), st.lists(st.builds(Reject, long, long, long), max_size=60))
def test_any_result_fits(name: str, count: int, rejects: list[Reject]):
    told = Copied(count, count, count, len(rejects), count)
    files = ["rejects.jsonl"] if rejects else []
    text = checked(copies.result(copies.named(name), told, rejects), files=files)
    assert f"{count:,}" in text
    assert ("could not be had" in text) == bool(rejects)


def test_what_came_of_it_is_counted():
    assert copies.summary(Copied()) == "No source that I have tells of a picture."
    assert copies.summary(Copied(1, 1)) == "1 picture told of: 1 there already."
    assert copies.summary(Copied(1)) == "1 picture told of: nothing done yet."
    said = copies.summary(Copied(1_400, 300, 1_000, 100, 123_456_789))
    assert said == (
        "1,400 pictures told of: 1,000 copied (123.5 MB), 300 there already, 100 could not be had."
    )


def test_only_some_of_what_could_not_be_had_is_listed():
    rejects = [Reject("a.example", f"https://a.example/{n}.jpg", "gone") for n in range(25)]
    item = copies.result("pictures of it", Copied(25, failed=25), rejects)
    text = "\n".join(getattr(one, "content", "") for one in item.walk_children())
    assert r"/9.jpg\: gone" in text
    assert r"/10.jpg" not in text
    assert "- and 15 more" in text
