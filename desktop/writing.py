"""What a page writes at a press of a button, and what it says of it."""

from __future__ import annotations

from collections.abc import Callable

from db.ledger import Ledger
from desktop.session import EVERYTHING, Session
from desktop.widgets.notice_bar import NoticeBar
from workflow.progress import Reporter


def write_and_say(
    session: Session,
    notice: NoticeBar,
    title: str,
    work: Callable[[Ledger, Reporter], object],
    sentence: str,
) -> None:
    """Run ``work``; then say ``sentence`` and let every page look again, or say why not."""

    def done(_: object) -> None:
        notice.say(sentence, "good")
        session.changed.emit(EVERYTHING)

    session.run(title, work, done, lambda words: notice.say(words, "bad"))
