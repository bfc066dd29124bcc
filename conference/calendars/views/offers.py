"""The page that lists the event's public calendars, for people to take up."""

from flask import render_template

from conference.agenda.queries import standing
from conference.calendars.render import subscribe_links
from conference.calendars.views import feeds, names
from conference.calendars.views.blueprint import bp
from conference.programme.queries import newest_release
from conference.translated import sort_key
from conference.web.frame import event_frame, visitor_id
from conference.web.locale import current_language


@bp.get("/<event>/subscribe")
def show_feeds(event: str) -> str:
    """Show every public calendar of the event, and how to take it up in each program."""
    published = newest_release(event)
    programme = published.programme
    language = current_language()
    themes = [
        (
            theme,
            subscribe_links(
                feeds.address_of("calendars.show_theme_feed", programme, language, slug=theme.slug),
                names.of_theme(programme, language, theme),
            ),
        )
        for theme in programme.themes.values()
    ]
    speakers = [
        (
            speaker,
            subscribe_links(
                feeds.address_of("calendars.show_speaker_feed", programme, language, code=speaker.code),
                names.of_part(programme, language, speaker.name),
            ),
        )
        for speaker in sorted(programme.speakers.values(), key=lambda speaker: sort_key(speaker.name, language))
    ]
    whole = subscribe_links(
        feeds.address_of("calendars.show_event_feed", programme, language), feeds.title_of(programme, language)
    )
    frame = event_frame(published, standing(published, visitor_id()))
    return render_template("calendars/show_feeds.html", **frame, whole=whole, themes=themes, speakers=speakers)
