"""What somebody answered to the organisers' own questions when they registered."""

from conference.privacy.queries.holding import (
    Holding,
    by_registration,
    event_of_registration,
    facts,
    named_by,
)
from conference.privacy.rules import Fate
from conference.registrations import tables as registrations

ANSWERING: tuple[Holding, ...] = (
    Holding(
        table=registrations.RegistrationAnswer, fate=Fate.GOES,
        whose=by_registration(registrations.RegistrationAnswer.registration_id), told_as="answers",
        tells=facts(
            registrations.RegistrationAnswer, "value",
            event=event_of_registration(registrations.RegistrationAnswer.registration_id),
            question=named_by(
                registrations.RegistrationQuestion, "label", registrations.RegistrationAnswer.question_id
            ),
        ),
    ),
    Holding(
        table=registrations.RegistrationFile, fate=Fate.GOES,
        whose=by_registration(registrations.RegistrationFile.registration_id), told_as="answered_files",
        tells=facts(
            registrations.RegistrationFile,
            event=event_of_registration(registrations.RegistrationFile.registration_id),
            question=named_by(registrations.RegistrationQuestion, "label", registrations.RegistrationFile.question_id),
        ),
        untold="content",
        why="its name stands with the answer; the file itself is taken along from the page of one's registration",
    ),
    Holding(
        table=registrations.RegistrationConsent, fate=Fate.GOES,
        whose=by_registration(registrations.RegistrationConsent.registration_id), told_as="consents",
        tells=facts(
            registrations.RegistrationConsent, "words language given_at ended_at",
            event=event_of_registration(registrations.RegistrationConsent.registration_id),
        ),
    ),
)  # fmt: skip
