"""People send whatever can be typed."""

from tests.conversations.talk import Person

WEIRD = {
    "nothing": "",
    "spaces": "   \t \u3000 ",
    "a NUL": "\0",
    "NUL inside": "zz\0qq 9x0\0",
    "emoji": "🎬🍿📺",
    "a family": "👨‍👩‍👧‍👦" * 20,
    "a quote": '"',
    "quotes": "\"'`´’",
    "a star": "*",
    "stars": "***" * 100,
    "right to left": "مرحبا بالعالم",
    "turned round": "\u202eyadyam\u202c",
    "bidi controls": "\u2066\u2067\u2068\u2069\u200e\u200f",
    "O'Brien": "O'Brien",
    "9-1-1": "9-1-1",
    "a scheme": "secret:x",
    "another's id": "member:5",
    "markdown": "# **big** ||spoiler|| `code` ~~gone~~ > said",
    "mentions": "@everyone @here <@1> <@&2> <#3> </x:4> <:e:5>",
    "a masked link": "[click](https://evil.example)",
    "a fence": "```py\nprint()\n```",
    "a timestamp": "<t:0:R>",
    "half a surrogate": "\ud83d",
    "zalgo": "qzx" + "\u0300" * 400,
    "SQL": "'; DROP TABLE episode; --",
    "a pattern": "%_*?[]",
    "a backslash": "\\" * 300,
    "a huge number": "mayday S99999E999999",
    "a huger number": "S999999E999999",
    "5,000 digits": "9" * 5000,
    "a code of 5,000 digits": f"S{'1' * 2500}E{'2' * 2500}",
    "numbers below nothing": "qzxw S-1E-1",
    "a day that is not": "qzxw 2010-02-31",
    "another": "qzxw 31 february 2010",
    "FTS": 'NEAR("qzx" "wvk", 5) AND ^zqx* OR -kqz',
    "LIKE": "%qzx_%' ESCAPE '\\",
    "only punctuation": "!?;:,.…—–-",
    "many codes": "9x05 " * 1000,
    "6,000 letters": "x" * 6000,
    "6,000 words": "qz " * 2000,
    "6,000 signs": "*_~`|>#[]()<@:" * 428,
}


def shows(text: str, raw: str) -> bool:
    """Tell whether text has a sign of markdown or a mention that is not escaped."""
    at = text.find(raw)
    return at >= 0 and text[at - 1] != "\\"


async def test_weird_words_get_a_clear_private_answer_and_ping_nobody(ann: Person):
    for name, words in WEIRD.items():
        reply = await ann.asks(words)
        assert reply.private, name
        answers = ("There is nothing in", "I know nothing like", "I don't know")
        assert reply.text.startswith(answers), name
        assert len(reply.text) < 400, name
        for raw in ("@everyone", "<@1>", "<#3>", "[click]", "**big", "||spoiler", "```", "<t:0"):
            assert not shows(reply.text, raw), name
        assert not reply.message.message.mentions
        assert not reply.message.message.mention_everyone


async def test_weird_words_are_suggested_for_without_an_error(ann: Person):
    for name, words in WEIRD.items():
        assert len(await ann.types(words)) <= 25, name


async def test_weird_words_around_something_known_find_it(ann: Person):
    for words in (
        "\u202emayday 9x05\u202c",
        "**mayday** 9x05",
        "mayday\0 9x05",
        "mayday ٩x٠٥",
        "ｍａｙｄａｙ ９ｘ０５",
        "m\u200ba\u200by\u200bday 9x05",
    ):
        card = await ann.asks(words)
        assert "**S09E05**" in card.text, words


async def test_apostrophes_are_no_obstacle(ann: Person):
    for words in ("Catastrophe at O'Hare", "catastrophe at o’hare", "catastrophe at ohare"):
        assert "**S12E07**" in (await ann.asks(words)).text


async def test_weird_seasons_and_numbers_are_answered(ann: Person):
    for season, number in ((0, 0), (99_999, 99_999), (0, 5), (9, 0)):
        reply = await ann.asks("mayday", season=season, number=number)
        assert reply.private
        assert f"“mayday S{season:02}E{number:02}”" in reply.text
