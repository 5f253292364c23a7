"""Who goes, goes whole: nothing of them is left, and what they counted for is counted anew."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.errors import ReviewGone, StoreBusy, StoreMissing
from bot.personal import Choice
from bot.reviews import FULL, Words, helpfulness
from bot.store import Store, backups, cases, erasing, personal, reviews, tombstones
from bot.store.migrations import COMMUNITY
from tests.reviewing import deed, voted, wrote
from tests.store.folders import connected
from tests.store.gone import ANN, AT, BOB, CAT, HERE, SECRET, columns, crowd, fits, standing

PERSONAL = {
    "member", "actor", "author", "subject", "decided_by", "who", "user", "moderator", "reporter",
    "owner", "voter", "by", "operator", "reader",
}  # fmt: skip
"""What a column is called in which a member stands."""
STAYS = {("block", "member"), ("moderation", "actor"), ("moderation", "member")}
NOBODYS = {
    ("deed", "subject"): "the review or thing that was acted on",
    ("moderation", "subject"): "the setting that was changed",
}
"""Columns of such a name in which no member stands, and what does."""


async def gone(store: Store, choice: Choice = "erased", member: int = ANN) -> None:
    await store.write(erasing.erase, deed(member), store.folder, choice)


def personal_columns() -> set[tuple[str, str]]:
    """Give the columns of today's schema that are called so, or refer to members."""
    with sqlite3.connect(":memory:") as db:
        db.executescript(COMMUNITY.today)
        every = columns(db)
        sql = """
            SELECT tables.name, keys."from" FROM sqlite_master AS tables
            JOIN pragma_foreign_key_list(tables.name) AS keys
            WHERE tables.type = 'table' AND keys."table" = 'member'
        """
        referring = set(db.execute(sql).fetchall())
    db.close()
    return {one for one in every if one[1] in PERSONAL} | referring | {("member", "id")}


def test_every_column_in_which_a_member_stands_is_shown_or_has_a_reason():
    known = personal.COVERED.keys() | personal.NOT_SHOWN.keys() | NOBODYS.keys()
    assert personal_columns() == known


def test_every_column_in_which_a_member_stands_is_erased_or_has_a_reason():
    erased = {*erasing.MEMBERS, ("load", "who")} | personal.STAYS.keys() | NOBODYS.keys()
    assert personal_columns() == erased
    assert not set(erasing.MEMBERS) & personal.STAYS.keys()


@pytest.mark.parametrize("choice", ["erased", "anonymised"])
async def test_nothing_of_who_went_is_left_but_what_is_told(started: Store, choice: Choice):
    await crowd(started)
    before = standing(started, ANN)
    assert before == set(erasing.MEMBERS) | {
        ("block", "member"), ("moderation", "actor"), ("moderation", "member"), ("load", "who"),
    }  # fmt: skip
    await gone(started, choice)
    assert standing(started, ANN) == STAYS
    fits(started)
    counted = await started.read(personal.counts, ANN)
    assert counted == {"block": 1, "moderation": 2}


async def test_the_words_are_not_even_in_free_pages_of_the_file(starter: Path, tmp_path: Path):
    folder = shutil.copytree(starter, tmp_path / "store")
    async with Store.opened(folder) as store:
        await crowd(store)
    file = folder / "community.db"
    assert SECRET.encode() in file.read_bytes()
    async with Store.opened(folder) as store:
        await gone(store)
    assert SECRET.encode() not in file.read_bytes()


async def test_votes_of_who_went_are_taken_back_and_ranks_are_made_anew(started: Store):
    made = await crowd(started)
    bobs = await started.read(reviews.read, made.bobs, None)
    assert (bobs.helpful, bobs.votes) == (1, 2)
    await gone(started)
    bobs = await started.read(reviews.read, made.bobs, None)
    assert (bobs.helpful, bobs.votes) == (0, 1)
    sql = "SELECT weighed, weighed_helpful, rank FROM review WHERE id = :review"
    row = await started.read(lambda db: db.execute(sql, {"review": made.bobs}).fetchone())
    assert row == (FULL, 0, pytest.approx(helpfulness(0, 1)))


async def test_a_review_that_is_erased_is_gone_for_all_and_its_number_is_nobody_elses(
    started: Store,
):
    made = await crowd(started)
    await gone(started)
    for review in (made.anns, made.kept, made.deleted):
        with pytest.raises(ReviewGone):
            await started.read(reviews.read, review, HERE)
        with pytest.raises(ReviewGone):
            await voted(started, CAT, review, helpful=True)
    assert await wrote(started, CAT, made.other, Words("Cat's", "Better than most.")) > max(
        made.anns, made.bobs, made.deleted, made.kept
    )
    assert await started.read(reviews.count, made.thing, None) == 1


async def test_an_anonymised_review_stays_with_its_rating_and_votes_and_is_nobodys(started: Store):
    made = await crowd(started)
    await gone(started, "anonymised")
    shown = await started.read(reviews.read, made.anns, None)
    assert (shown.member, shown.rating, shown.votes) == (-made.anns, 8, 2)
    kept = (await started.read(cases.case, made.kept, HERE)).review
    assert kept.member == -made.kept
    sql = "SELECT member, thing, value FROM rating ORDER BY value"
    ratings = await started.read(lambda db: db.execute(sql).fetchall())
    assert ratings == [
        (-made.kept, made.other, 4), (BOB, made.thing, 6), (-made.anns, made.thing, 8),
    ]  # fmt: skip
    assert (await voted(started, CAT, made.anns, helpful=None)).votes == 1
    fits(started)


async def test_what_is_left_of_who_was_blocked_is_not_shown_where_they_were(started: Store):
    made = await crowd(started)
    await started.write(lambda db: db.execute("DELETE FROM hiding"))
    await gone(started, "anonymised")
    for review in (made.anns, made.kept):
        with pytest.raises(ReviewGone):
            await started.read(reviews.read, review, HERE)
    assert (await started.read(reviews.read, made.anns, None)).votes == 2
    assert (await started.read(cases.case, made.kept, HERE)).blocked


async def test_who_went_begins_anew(started: Store):
    made = await crowd(started)
    await gone(started)
    review = await wrote(started, ANN, made.thing, Words("Back", "I am here again.", 3))
    await gone(started, member=BOB)
    assert (await started.read(reviews.read, review, None)).member == ANN
    async with Store.opened(started.folder, writable=False):
        assert (await started.read(personal.counts, ANN))["review"] == 1


async def test_an_older_backup_that_is_put_back_honours_who_went(starter: Path, tmp_path: Path):
    folder = shutil.copytree(starter, tmp_path / "store")
    async with Store.opened(folder) as store:
        made = await crowd(store)
        copy = await store.apart(backups.back_up, folder / "backups")
        await gone(store)
        await gone(store, "anonymised", BOB)
        late = await wrote(store, ANN, made.thing, Words("Back", "I am here again.", 3))
    shutil.copy(copy, folder / "community.db")
    for left in folder.glob("community.db-*"):
        left.unlink()
    for _ in range(2):
        async with Store.opened(folder) as store:
            assert standing(store, ANN) == STAYS
            assert standing(store, BOB) == STAYS - {("block", "member")}
            assert (await store.read(reviews.read, made.bobs, None)).member == -made.bobs
            fits(store)
            with pytest.raises(ReviewGone):
                await store.read(reviews.read, late, None)


async def test_a_newer_backup_keeps_what_was_written_after_going(starter: Path, tmp_path: Path):
    folder = shutil.copytree(starter, tmp_path / "store")
    async with Store.opened(folder) as store:
        made = await crowd(store)
        await gone(store)
        review = await wrote(store, ANN, made.thing, Words("Back", "I am here again.", 3))
        copy = await store.apart(backups.back_up, folder / "backups")
    shutil.copy(copy, folder / "community.db")
    async with Store.opened(folder) as store:
        assert (await store.read(reviews.read, review, None)).member == ANN


async def test_the_file_of_who_went_tells_of_nobody(started: Store):
    await crowd(started)
    await gone(started)
    log = (started.folder / tombstones.LOG).read_text()
    assert str(ANN) not in log
    assert log.split()[2] == "erased"
    assert (started.folder / tombstones.KEY).stat().st_mode & 0o077 == 0


async def test_what_could_not_be_done_is_not_done_later(starter: Path, tmp_path: Path):
    folder = shutil.copytree(starter, tmp_path / "store")
    async with Store.opened(folder) as store:
        made = await crowd(store)
        at = deed(ANN)
        tombstones.note(folder, ANN, at.now, "erased", 0)
        tombstones.take_back(folder, ANN, at.now)
    async with Store.opened(folder) as store:
        assert (await store.read(reviews.read, made.anns, None)).member == ANN


async def test_a_line_that_was_not_finished_tells_nothing_and_hinders_nobody(started: Store):
    await crowd(started)
    await gone(started, member=CAT)
    log = started.folder / tombstones.LOG
    log.write_text(log.read_text() + "9 2026-11-27T12:00:00+00:00 era")
    await gone(started)
    assert [one.number for one in tombstones.read(started.folder)] == [1, 2]


async def test_a_lost_key_is_told_at_the_start(starter: Path, tmp_path: Path):
    folder = shutil.copytree(starter, tmp_path / "store")
    async with Store.opened(folder) as store:
        await crowd(store)
        await gone(store)
        (folder / tombstones.KEY).unlink()
        with pytest.raises(StoreMissing):
            await gone(store, member=BOB)
    with pytest.raises(StoreMissing):
        async with Store.opened(folder):
            pass


async def test_a_log_that_can_not_be_written_leaves_everything_as_it_was(started: Store):
    made = await crowd(started)
    (started.folder / tombstones.LOG).mkdir()
    before = standing(started, ANN)
    with pytest.raises(StoreBusy):
        await gone(started)
    assert standing(started, ANN) == before
    assert (await started.read(reviews.read, made.anns, None)).member == ANN


async def test_everything_that_is_stored_is_counted_and_read(started: Store):
    await crowd(started)
    counted = await started.read(personal.counts, ANN)
    assert counted == {
        "member": 1, "rating": 3, "review": 3, "revision": 1, "draft": 1, "vote": 1, "report": 1,
        "appeal": 1, "notice": 1, "alarm": 1, "contribution": 2, "decision": 1, "progress": 1,
        "picture": 2, "deed": 5, "block": 1, "moderation": 2, "load": 1,
    }  # fmt: skip
    every = await started.read(lambda db: list(personal.everything(db, ANN)))
    kinds = [one.kind for one in every]
    assert {kind: kinds.count(kind) for kind in counted} == counted
    moments = {one.kind: one.facts["at"] for one in every if one.facts.get("at")}
    assert moments.keys() == counted.keys() - {"picture", "member"}
    assert {str(told)[:5] for told in moments.values()} == {AT[:5]}
    with connected(started.folder / "community.db") as db:
        written = {row[0] for row in db.execute("SELECT body FROM review_revision")}
        sql = "SELECT datetime(cast_at, 'unixepoch') FROM vote WHERE member = :ann"
        (voted_at,) = db.execute(sql, {"ann": ANN}).fetchone()
    assert moments["vote"] == f"{voted_at.replace(' ', 'T')}+00:00"
    assert moments["alarm"] == moments["draft"], "both were written at once"
    bodies = {one.facts["body"] for one in every if one.kind in {"review", "revision"}}
    assert bodies == written - {"It was well told."}
