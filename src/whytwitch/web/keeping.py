"""Keep an answer where the service was told to; nothing is opened or kept otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whytwitch.core.assessment import Assessment
from whytwitch.report.as_json import assessment_document
from whytwitch.web.settings import ServeSettings

if TYPE_CHECKING:
    from whytwitch.keep.cases import CaseStore

__all__ = ["KEPT_HEADER", "UNNAMED", "Keeper"]

#: Names the kept case in an answer; it is sent only after the case is on disk.
KEPT_HEADER = "x-whytwitch-kept"
#: Cases of people whom the caller did not name are found together under this.
UNNAMED = "unnamed"


class Keeper:
    """Saves answers when ``settings.keep_url`` says where.

    Raises
    ------
    InputError
        At the start, when the database cannot be opened.
    """

    def __init__(self, settings: ServeSettings) -> None:
        self.store: CaseStore | None = None
        if settings.keep_url is not None:
            from whytwitch.keep.cases import CaseStore

            self.store = CaseStore.open(settings.keep_url)

    def keep(self, person: str, given: Any, assessment: Assessment) -> dict[str, str]:
        """Headers of the answer: the id of the kept case, or none when nothing is kept.

        Raises
        ------
        InputError
            When the database does not answer; the answer must not be sent then.
        """
        if self.store is None:
            return {}
        document = given if isinstance(given, dict) else {"given": given}
        name = self.store.save(person.strip() or UNNAMED, document, assessment_document(assessment))
        return {KEPT_HEADER: name}
