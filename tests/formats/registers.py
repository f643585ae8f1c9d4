"""Whether each data file of a site is as the schema says that `aims export` gives of it.

    python tests/formats/registers.py DATA SCHEMAS

DATA is the folder of the data files, SCHEMAS one of schemas with the same names. A file without a row proves little, and what
is damaged has to be refused. The last line counts.
"""

import json
import pathlib
import sys

from jsonschema.validators import validator_for

DATA, SCHEMAS = (pathlib.Path(path) for path in sys.argv[1:3])
passed = failed = rows = 0


def judge(name, problems):
    global passed, failed
    if problems:
        failed += 1
        print(f"{name}:", *problems[:20], sep="\n")
    else:
        passed += 1


for path in sorted(SCHEMAS.rglob("*.schema.json")):
    name = path.relative_to(SCHEMAS).as_posix().removesuffix(".schema.json")
    schema = json.loads(path.read_text(encoding="utf-8"))
    data = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema, format_checker=kind.FORMAT_CHECKER)
    judge(name, [f"{error.json_path}: {error.message[:400]}" for error in validator.iter_errors(data)])
    rows += sum(len(value) for value in data.values() if isinstance(value, list))
    judge(f"{name} without its version", [] if list(validator.iter_errors({**data, "version": None})) else ["it is taken"])

judge("rows", [] if rows > 500 else [f"{rows} in all"])
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
