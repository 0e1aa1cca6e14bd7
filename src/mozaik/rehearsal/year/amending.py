"""Amendment: the participant decides on a ticket, and the lead is told those rows in full from then on."""

from datetime import datetime, timedelta

from mozaik.desk import rows_asked
from mozaik.exchange import Change, TermsChange
from mozaik.node import AmendedRow, amend_everywhere, look_at_reading
from mozaik.parties import Authority
from mozaik.rehearsal.year.asking import ticket_of_shared
from mozaik.rehearsal.year.judging import bring_reading
from mozaik.rehearsal.year.play import REASON, Play
from mozaik.rehearsal.year.truth import Step
from mozaik.terms import Disclosure

UNTIL = timedelta(days=365)


def decide_on_ticket(play: Play, now: datetime) -> None:
    """The participant opens its own rows behind the ticket to the lead alone, for a year."""
    lead, other, joint = play.parties.all
    ticket = ticket_of_shared(play, now)
    asking = play.ask(other, now)
    rows = rows_asked(play.joint.folder, asking, Authority(lead), ticket, play.nodes.keys)
    content = TermsChange(
        change=Change.TERMS,
        sets=tuple(sorted({row.set_id for row in rows})),
        rows=tuple(sorted(AmendedRow(row.set_id, row.table, row.row_id) for row in rows)),
        reader=Authority(lead),
        level=Disclosure.FULL,
        until=(now + UNTIL).date(),
        by=play.key(other).reference,
        reason=REASON,
    )
    amend_everywhere(play.nodes.by_name[other], content, play.key(other), play.nodes.keys, now)
    play.nodes.exchange(other, joint, now)
    play.nodes.work(joint, now)
    for name in play.parties.national:
        bring_reading(play, name, now)
        known = look_at_reading(play.nodes.by_name[name], play.look(name, now), play.nodes.keys)
        opened = (
            play.line_of(hit)
            for hit in known.hits
            for holder in hit.holders
            if not holder.own and holder.level is Disclosure.FULL
        )
        play.diary.note(Step.AMENDMENT, name, (f"is told in full of {line}" for line in opened))
