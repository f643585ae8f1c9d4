"""Reads a PDF of the controlled pack that `aims export pdf` made, as others would: with pypdf.

usage: paper.py PACK.pdf AGAIN.pdf

The last line is "N passed, N failed". What is asked: it is tagged, has a language and many sheets, says on every sheet that a
printed copy is not controlled and which of how many it is, has the id, version and class of a document at its head on every sheet of
it, begins each document on a sheet of its own, leads from the contents to the documents, leads nowhere on this machine, and is
the same, byte for byte, when it is made again.
"""

import re
import sys

from pypdf import PdfReader

pack, again = sys.argv[1:]
reader = PdfReader(pack)
texts = [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]
root = reader.trailer["/Root"]
raw, repeated = open(pack, "rb").read(), open(again, "rb").read()
links = [
    note.get_object()
    for page in reader.pages
    for note in page.get("/Annots", [])
    if note.get_object().get("/Subtype") == "/Link"
]
uris = [link["/A"]["/URI"] for link in links if "/A" in link and "/URI" in link["/A"]]
of_policy = [number for number, text in enumerate(texts) if re.search(r"POL-001 ?· ?AI policy ?· ?version 2\.1", text)]
headings = [number for number, text in enumerate(texts) if "Identifier" in text[:400] and "POL-001" in text[:200]]

checks = {
    "it is tagged": bool(root.get("/MarkInfo", {}).get("/Marked")) and "/StructTreeRoot" in root,
    "it has a language": str(root.get("/Lang", "")).startswith("en"),
    "it has many sheets": len(texts) > 50,
    "no sheet is without the words on copies": all("A printed copy is not controlled" in text for text in texts),
    "every sheet is numbered": all(f"{number} / {len(texts)}" in text for number, text in enumerate(texts, 1)),
    "a document has its head on several sheets, one behind the other": len(of_policy) > 1
    and of_policy == list(range(of_policy[0], of_policy[-1] + 1)),
    "with its class": all("Public" in texts[number].replace(" ", "") for number in of_policy),
    "it begins on a sheet of its own": headings[:1] == of_policy[:1],
    "the cover says what it is": all(word in texts[0] for word in ["Controlled pack", "Harrowmere Mutual", "2026-11-20"]),
    "the contents lead to the documents": len([link for link in links if "/Dest" in link or "/A" in link]) > 30,
    "no link leads into this machine": not [uri for uri in uris if not re.match(r"https?:|mailto:", uri)]
    and b"file:" not in raw,
    "the day is that of the site": reader.metadata["/CreationDate"].startswith("D:20261120000000"),
    "it is the same when it is made again": raw == repeated,
}
for name, good in checks.items():
    if not good:
        print(f"not so: {name}")
if raw != repeated:
    at = next((at for at, (one, other) in enumerate(zip(raw, repeated)) if one != other), min(len(raw), len(repeated)))
    print(f"{len(raw)} bytes and {len(repeated)}, otherwise from byte {at} of them")
    print(*(made[max(at - 200, 0) : at + 100] for made in (raw, repeated)), sep="\n")
failed = sum(not good for good in checks.values())
print(f"{len(checks) - failed} passed, {failed} failed")
sys.exit(failed > 0)
