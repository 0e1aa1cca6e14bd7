"""Through whose eyes WORK is looked at: the lens of who asks."""

from mozaik.release.asking import Asking, admit_reader
from mozaik.release.references import define_reference
from mozaik.release.said import acknowledged_by
from mozaik.release.view import Engine, Lens, lens_of, read_terms
from mozaik.release.work import Work


def lens_for(engine: Engine, work: Work, asking: Asking) -> Lens:
    """The lens of who asks, on the day of asking; the engine knows the reader's references."""
    admit_reader(work, asking)
    acknowledged = acknowledged_by(work, asking.authority, asking.authority)
    define_reference(engine, work.key, asking.authority)
    return lens_of(work, read_terms(engine, work), asking.reader, asking.use, asking.day, acknowledged)
