"""What members looked at last: in this process' memory alone, never in a file or a log."""

from collections import OrderedDict

MEMBERS = 10_000
"""Members who are remembered; who looked at nothing for longest is forgotten first."""
THINGS = 10
"""Things that are remembered of one member."""


class Looked:
    """The last series and episodes that were shown to each member, by their permanent ids.

    Nobody but the member is told of them, and whoever ends the process ends this.
    """

    def __init__(self) -> None:
        self._things: OrderedDict[int, tuple[int, ...]] = OrderedDict()

    def note(self, member: int, thing: int) -> bool:
        """Remember that a thing was shown to a member; it is their newest now.

        Tells whether it is new for them, as far as is remembered.
        """
        before = self._things.pop(member, ())
        self._things[member] = (thing, *(one for one in before if one != thing))[:THINGS]
        if len(self._things) > MEMBERS:
            self._things.popitem(last=False)
        return thing not in before

    def by(self, member: int) -> tuple[int, ...]:
        """Give what a member looked at, the newest first, each thing once."""
        return self._things.get(member, ())

    def forget(self, member: int) -> None:
        """Forget what a member looked at."""
        self._things.pop(member, None)
