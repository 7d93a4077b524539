"""Keep an answer where the service was told to; nothing is opened or kept otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whytwitch.core.assessment import Assessment
from whytwitch.core.errors import InputError
from whytwitch.report.as_json import assessment_document
from whytwitch.web.problems import ProblemError
from whytwitch.web.settings import ServeSettings

if TYPE_CHECKING:
    from whytwitch.keep.cases import CaseStore

__all__ = ["KEPT_HEADER", "PERSON_HEADER", "UNNAMED", "Keeper"]

#: Names the kept case in an answer; it is sent only after the case is on disk.
KEPT_HEADER = "x-whytwitch-kept"
#: How a caller of the REST interface names the person, so that the case can be found again.
PERSON_HEADER = "x-whytwitch-person"
MOST_NAME = 500
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

    def keep(self, person: str, assessment: Assessment) -> dict[str, str]:
        """Headers of the answer: the id of the kept case, or none when nothing is kept.

        What was coded is kept, with the words it was read from; names, addresses and whatever else
        came with it are not. The person stands only as a keyed hash.

        Raises
        ------
        ProblemError
            503 when the database does not answer: the answer is not sent then. 422 when the name is
            too long.
        """
        if self.store is None:
            return {}
        if len(person) > MOST_NAME:
            raise ProblemError(422, f"{PERSON_HEADER} must be at most {MOST_NAME} characters", PERSON_HEADER)
        answer = assessment_document(assessment)
        case = {"used": answer["used"], "not_understood": answer["not_understood"]}
        try:
            name = self.store.save(person.strip() or UNNAMED, case, answer)
        except InputError as error:
            raise ProblemError(503, str(error), headers={"retry-after": "5"}) from None
        return {KEPT_HEADER: name}
