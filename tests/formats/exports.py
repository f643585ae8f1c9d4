"""Whether those who read calendars, feeds and OSCAL read those of a site.

    python tests/formats/exports.py SITE

`icalendar` reads the calendar, `feedparser` the feed, and the models of compliance-trestle each file of OSCAL, of which the
references to each other are followed here. The last line counts.
"""

import json
import pathlib
import sys

import feedparser
import icalendar
from trestle.oscal import assessment_results, catalog, component, poam, profile, ssp

SITE = pathlib.Path(sys.argv[1])
FOLDER = SITE / "data" / "oscal"

MODELS = {
    "catalog": catalog.Catalog,
    "profile": profile.Profile,
    "component-definition": component.ComponentDefinition,
    "system-security-plan": ssp.SystemSecurityPlan,
    "assessment-results": assessment_results.AssessmentResults,
    "poam": poam.PlanOfActionAndMilestones,
}


def of_calendar():
    calendar = icalendar.Calendar.from_ical((SITE / "reviews.ics").read_bytes())
    events = list(calendar.walk("VEVENT"))
    found = [f"{event.get('uid')}: {event.errors}" for event in events if event.errors]
    if not events:
        found.append("there are no events")
    if len({str(event.get("uid")) for event in events}) != len(events):
        found.append("two events have one UID")
    for event in events:
        if (event.get("dtend").dt - event.get("dtstart").dt).days != 1:
            found.append(f"{event.get('uid')} is not of one day")
        if len(list(event.walk("VALARM"))) != 1:
            found.append(f"{event.get('uid')} has no alarm")
    return found


def of_feed():
    feed = feedparser.parse((SITE / "changes.atom").read_bytes())
    found = [repr(feed.bozo_exception)] if feed.bozo else []
    if feed.version != "atom10" or not feed.entries:
        found.append(f"it is {feed.version} with {len(feed.entries)} entries")
    if len({entry.id for entry in feed.entries}) != len(feed.entries):
        found.append("two entries have one id")
    return found


def walk(value, see):
    if isinstance(value, dict):
        see(value)
        for inner in value.values():
            walk(inner, see)
    elif isinstance(value, list):
        for inner in value:
            walk(inner, see)


def of_oscal(name):
    path = FOLDER / f"{name}.json"
    MODELS[name].oscal_read(path)
    whole = json.loads(path.read_text(encoding="utf-8"))
    known = json.loads((FOLDER / "catalog.json").read_text(encoding="utf-8"))["catalog"]
    controls = [control for group in known["groups"] for control in group["controls"]]
    ids = {control["id"] for control in controls}
    parts = {part["id"] for control in controls for part in control.get("parts", [])}
    roles = {role["id"] for role in next(iter(whole.values()))["metadata"].get("roles", [])}
    found, uuids = [], set()

    def names(value):
        if "uuid" in value:
            if value["uuid"] in uuids:
                found.append(f"{value['uuid']} stands twice")
            uuids.add(value["uuid"])

    def refers(value):
        for key, among in (("control-id", ids), ("component-uuid", uuids), ("role-id", roles)):
            if key in value and value[key] not in among:
                found.append(f"{key} {value[key]} leads nowhere")
        if value.get("type") == "statement-id" and value["target-id"] not in parts:
            found.append(f"target {value['target-id']} leads nowhere")
        href = value.get("href")
        if href is not None and href.startswith("#"):
            found.extend([] if href[1:] in uuids else [f"{href} leads nowhere"])
        elif href is not None and not (FOLDER / href).is_file():
            found.append(f"{href} leads nowhere")

    walk(whole, names)
    walk(whole, refers)
    if len(ids) != len(controls):
        found.append("two controls have one id")
    return found


def main():
    looked = [("reviews.ics", of_calendar), ("changes.atom", of_feed)]
    # A site without anything open has no plan of action.
    there = [name for name in MODELS if name != "poam" or (FOLDER / f"{name}.json").is_file()]
    looked += [(f"oscal/{name}.json", lambda name=name: of_oscal(name)) for name in there]
    failed = 0
    for name, look in looked:
        try:
            found = look()
        except Exception as error:  # What cannot be read at all is told as the others are.
            found = [repr(error)[:2000]]
        if found:
            failed += 1
            print(f"{name}:", *found[:20], sep="\n  ")
    print(f"{len(looked) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
