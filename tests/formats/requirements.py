"""Whether those who read ReqIF read that of an AIMS.

    python tests/formats/requirements.py FILE [DATA]

`reqif` holds the file to the schema of ReqIF, reads it and looks at relations and hierarchies. Here every reference is
followed, whatever it refers to, and what values there may be is looked up; where DATA, the folder of the other data files, is
named, requirements, documents and relations are counted against those. The last line counts.
"""

import collections
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

from reqif.cli.cli_arg_parser import ValidateCommandConfig
from reqif.commands.validate.validate import ValidateCommand
from reqif.parser import ReqIFParser

FILE = pathlib.Path(sys.argv[1]).resolve()
DATA = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
NAMESPACE = "{http://www.omg.org/spec/ReqIF/20110401/reqif.xsd}"
NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class File:
    """The file as it stands, by the names of its things."""

    def __init__(self):
        self.root = ElementTree.parse(FILE).getroot()
        self.all = list(self.root.iter())
        self.names = [one.get("IDENTIFIER") for one in self.all if one.get("IDENTIFIER") is not None]
        self.by_name = {one.get("IDENTIFIER"): one for one in self.all if one.get("IDENTIFIER") is not None}
        self.parents = {child: parent for parent in self.all for child in parent}

    def of(self, tag):
        return [one for one in self.all if one.tag == NAMESPACE + tag]

    def referred(self, one, path):
        """The name that stands at a path of tags below one."""
        return one.find("/".join(NAMESPACE + tag for tag in path)).text

    def values(self, one):
        """The values of an object by what people call them."""
        found = {}
        for value in one.findall(f"{NAMESPACE}VALUES/*"):
            definition = self.by_name[next(iter(value.find(NAMESPACE + "DEFINITION"))).text]
            words = [self.by_name[word.text].get("LONG-NAME") for word in value.iter(NAMESPACE + "ENUM-VALUE-REF")]
            found[definition.get("LONG-NAME")] = value.get("THE-VALUE") or ", ".join(words)
        return found


def by_the_library(_):
    errors = ValidateCommand._validate(ValidateCommandConfig(str(FILE), True))
    found = [str(error) for error in errors.xml_errors]
    found += [error.get_description() for error in errors.schema_errors + errors.semantic_warnings]
    bundle = ReqIFParser.parse(str(FILE))
    content = bundle.core_content.req_if_content
    if not (content.spec_objects and content.spec_relations and content.specifications):
        found.append("it has no objects, no relations or no specifications")
    return found


def names_and_moments(file):
    found = [f"{name} is no name" for name in file.names if not NCNAME.fullmatch(name)]
    found += [f"{name} stands {n} times" for name, n in collections.Counter(file.names).items() if n > 1]
    moments = [(one.get("IDENTIFIER"), one.get("LAST-CHANGE")) for one in file.all if "LAST-CHANGE" in one.attrib]
    return found + [f"{name} changed {moment}" for name, moment in moments if not MOMENT.fullmatch(moment)]


def references(file):
    """Each leads to something of the sort that it says: `SPEC-OBJECT-REF` to a `SPEC-OBJECT`."""
    found = []
    for one in file.all:
        tag = one.tag.removeprefix(NAMESPACE)
        if tag.endswith("-REF"):
            target = file.by_name.get(one.text)
            if target is None or target.tag != NAMESPACE + tag.removesuffix("-REF"):
                found.append(f"{tag} {one.text} leads nowhere")
    return found


def values(file):
    """Each has a definition that belongs to the type of what has it, once, and is one that the data type knows."""
    found = []
    types = {"SPEC-OBJECT": "SPEC-OBJECT-TYPE", "SPEC-RELATION": "SPEC-RELATION-TYPE", "SPECIFICATION": "SPECIFICATION-TYPE"}
    for tag, of in types.items():
        for one in file.of(tag):
            name = one.get("IDENTIFIER")
            known = file.by_name[file.referred(one, ["TYPE", of + "-REF"])]
            definitions = {d.get("IDENTIFIER"): d for d in known.findall(f"{NAMESPACE}SPEC-ATTRIBUTES/*")}
            seen = set()
            for value in one.findall(f"{NAMESPACE}VALUES/*"):
                definition = next(iter(value.find(NAMESPACE + "DEFINITION"))).text
                if definition not in definitions or definition in seen:
                    found.append(f"{name}: {definition} is no attribute of its type, or stands twice")
                    continue
                seen.add(definition)
                data = file.by_name[next(iter(definitions[definition].find(NAMESPACE + "TYPE"))).text]
                words = {word.get("IDENTIFIER") for word in data.iter(NAMESPACE + "ENUM-VALUE")}
                chosen = [word.text for word in value.iter(NAMESPACE + "ENUM-VALUE-REF")]
                if words and (len(chosen) != 1 or chosen[0] not in words):
                    found.append(f"{name}: {chosen} is none of the words of {definition}")
                longest = data.get("MAX-LENGTH")
                if longest is not None and len(value.get("THE-VALUE")) > int(longest):
                    found.append(f"{name}: {definition} is longer than {longest}")
    return found


def places(file):
    """Each object has one place, and the parts of a heading have theirs below it."""
    seen = collections.Counter(file.referred(one, ["OBJECT", "SPEC-OBJECT-REF"]) for one in file.of("SPEC-HIERARCHY"))
    found = [f"{name} has {seen[name]} places" for name in (o.get("IDENTIFIER") for o in file.of("SPEC-OBJECT")) if seen[name] != 1]
    for one in file.of("SPEC-HIERARCHY"):
        own = file.values(file.by_name[file.referred(one, ["OBJECT", "SPEC-OBJECT-REF"])])
        below = one.findall(f"{NAMESPACE}CHILDREN/{NAMESPACE}SPEC-HIERARCHY")
        if own.get("Sort") == "heading" and not below:
            found.append(f"{own} is a heading with nothing below it")
    return found


def same_as_data(file):
    """What is told is what the other data files tell."""
    rows = lambda name: json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))["rows"]
    objects = {one.get("IDENTIFIER"): file.values(one) for one in file.of("SPEC-OBJECT")}
    kind = {one.get("IDENTIFIER"): file.referred(one, ["TYPE", "SPEC-OBJECT-TYPE-REF"]) for one in file.of("SPEC-OBJECT")}
    framework = {}
    for specification in file.of("SPECIFICATION"):
        for one in specification.iter(NAMESPACE + "SPEC-HIERARCHY"):
            framework[file.referred(one, ["OBJECT", "SPEC-OBJECT-REF"])] = specification.get("IDENTIFIER")
    whose = lambda name: framework[name].removeprefix("_aims-framework-")
    told = {}
    for name, values in objects.items():
        if kind[name] == "_aims-type-req" and "Rung" in values:
            told[whose(name), values["ReqIF.ForeignID"]] = (values["ReqIF.Name"], values["Rung"], values["Applicability"])
    line = lambda text: " ".join((text or "").split())
    wanted = {(r["framework"], r["requirement"]): (line(r["title"]), r["rung"], r["applicability"]) for r in rows("traceability")}
    found = [f"requirement {key}: {told.get(key)}, not {wanted.get(key)}" for key in sorted(told.keys() ^ wanted.keys())]
    found += [f"requirement {key}: {told[key]}, not {wanted[key]}" for key in told.keys() & wanted.keys() if told[key] != wanted[key]]
    keys = {"ReqIF.Name": "title", "Kind": "kind", "Version": "version", "Status as it says": "status"}
    keys |= {"Owner": "owner", "Evidence of approval": "approval"}
    documents = {v["ReqIF.ForeignID"]: v for name, v in objects.items() if kind[name] == "_aims-type-doc"}
    rows_of = {row["id"]: row for row in rows("documents") if row["controlled"] and row["kind"]}
    found += [f"document {name} is in one alone" for name in documents.keys() ^ rows_of.keys()]
    for name in documents.keys() & rows_of.keys():
        for called, key in keys.items():
            if documents[name].get(called, "") != line(rows_of[name][key]):
                found.append(f"document {name}: {called} is {documents[name].get(called)}, not {rows_of[name][key]}")
    relations = collections.Counter()
    for one in file.of("SPEC-RELATION"):
        of = file.referred(one, ["TYPE", "SPEC-RELATION-TYPE-REF"]).removeprefix("_aims-type-")
        source, target = (file.referred(one, [end, "SPEC-OBJECT-REF"]) for end in ("SOURCE", "TARGET"))
        end = objects[target]["ReqIF.ForeignID"]
        if kind[target] == "_aims-type-req":
            end = (whose(target), end, file.values(one).get("Through"))
        relations[of, objects[source]["ReqIF.ForeignID"], end] += 1
    expected = collections.Counter()
    for row in rows("traceability"):
        for tier in ("says", "does", "shows"):
            for serving in row[tier]:
                expected[tier, serving["document"], (row["framework"], row["requirement"], serving["via"])] += 1
    for name, row in rows_of.items():
        for key in ("implements", "evidence_for"):
            # One that names itself builds on nothing.
            for other in {other for other in row[key] if other in rows_of and other != name}:
                expected[key.replace("_", "-"), name, other] += 1
    found += [f"relation {key}: {relations[key]}, not {expected[key]}" for key in relations.keys() | expected.keys() if relations[key] != expected[key]]
    return found


def main():
    looks = [by_the_library, names_and_moments, references, values, places] + ([same_as_data] if DATA else [])
    failed = 0
    file = File()
    for look in looks:
        try:
            found = look(file)
        except Exception as error:  # What cannot be read at all is told as the others are.
            found = [repr(error)[:2000]]
        if found:
            failed += 1
            print(f"{look.__name__}:", *found[:20], sep="\n  ")
    print(f"{len(looks) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
