"""What a question is about may have been said in the turn before, although it reads as one that stands alone."""

from __future__ import annotations

import shutil
from pathlib import Path

from faqbot.assembly import ingest, open_bot
from faqbot.settings import Settings, load
from faqbot.types import Turn

CLUBS = {"chess": "The chess club meets in the town hall.", "rowing": "The rowing club meets at the lake."}


def test_the_turn_before_tells_which_of_two_like_passages_is_meant(tmp_path: Path, shipped: Settings) -> None:
    (tmp_path / "corpus").mkdir()
    for number, (club, place) in enumerate(CLUBS.items()):
        text = f"# {club.capitalize()} club\n\n## Home\n\n{place}\n\n## House\n\nThe roof of the {club} club was repaired in {2011 + number}.\n"
        (tmp_path / "corpus" / f"{club}.md").write_text(text, encoding="utf-8")
    shutil.copytree(shipped.data_dir / "models", tmp_path / "data" / "models")
    settings = load({}, data_dir=tmp_path / "data")
    ingest([tmp_path / "corpus"], settings)
    bot = open_bot(settings)
    for club in CLUBS:
        (part,) = bot.parts(Turn("When was the roof repaired?", turns=(f"Where does the {club} club meet?",)))
        assert part.evidence[0].document.source == f"{club}.md"
        assert part.query.context == f"Where does the {club} club meet When was the roof repaired?"
        # Only the order is helped: the judge still reads the question alone.
        assert part.query.text == "When was the roof repaired?"
