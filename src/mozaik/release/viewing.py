"""Through whose eyes WORK is looked at: the lens of who asks."""

from mozaik.release.asking import Asking, admit_reader
from mozaik.release.said import acknowledged_by
from mozaik.release.view import Lens, lens_of, read_terms
from mozaik.release.work import Work


def lens_for(work: Work, asking: Asking) -> Lens:
    """The lens of who asks, on the day of asking; worked out once for as long as WORK is open.

    Raises as `admit_reader`, and RefusedError where the reader's own chain cannot be believed.
    """
    admit_reader(work, asking)
    acknowledged = acknowledged_by(work, asking.authority, asking.authority)
    who, use, day = asking.reader, asking.use, asking.day

    def look() -> Lens:
        stated = work.memory.once("terms", lambda: read_terms(work))
        return lens_of(work, stated, who, use, day, acknowledged)

    return work.memory.once(("lens", who, use, day, acknowledged), look)
