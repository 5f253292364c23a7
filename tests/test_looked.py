"""What members looked at is bounded, whoever asks for whatever."""

from bot.looked import MEMBERS, THINGS, Looked


def test_nobody_looked_at_anything_at_first():
    assert Looked().by(1) == ()


def test_the_newest_comes_first_and_each_once():
    looked = Looked()
    for thing in (1, 2, 3, 2, 2):
        looked.note(7, thing)
    assert looked.by(7) == (2, 3, 1)


def test_what_is_new_to_a_member_is_told_once_as_long_as_it_is_remembered():
    looked = Looked()
    assert [looked.note(7, thing) for thing in (1, 1, 2, 1)] == [True, False, True, False]
    assert looked.note(8, 1)
    for thing in range(3, 3 + THINGS):
        looked.note(7, thing)
    assert looked.note(7, 1)


def test_ten_things_of_a_member_are_kept():
    looked = Looked()
    for thing in range(25):
        looked.note(7, thing)
    assert THINGS == 10
    assert looked.by(7) == tuple(range(24, 14, -1))


def test_of_10_000_members_the_longest_silent_one_is_forgotten():
    looked = Looked()
    for member in range(MEMBERS):
        looked.note(member, 1)
    looked.note(0, 2)
    looked.note(MEMBERS, 1)
    assert MEMBERS == 10_000
    assert looked.by(0) == (2, 1)
    assert looked.by(1) == ()
    assert all(looked.by(member) for member in range(2, MEMBERS + 1))
