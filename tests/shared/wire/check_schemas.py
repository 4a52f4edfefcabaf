#!/usr/bin/python3
"""check_schemas.py SCHEMAS SAMPLES [SEED [ROUNDS]]: holds what the program SAMPLES prints against the JSON Schemas.

What our writers make must be valid, with no member the schema does not name; of what was mangled, schema and reader
must think alike. Needs Debian's python3-jsonschema.
"""

import copy
import json
import pathlib
import subprocess
import sys
import warnings

try:
    import jsonschema
except ImportError:
    sys.exit("check_schemas.py: no module jsonschema; install the Debian package python3-jsonschema")

warnings.simplefilter("ignore", DeprecationWarning)  # RefResolver is what Debian 12 has


def closed(schema):
    """The schema with every object held to the members it names."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(value) for name, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        made["additionalProperties"] = False
    return made


def validators(schemas):
    by_id = {schema["$id"]: schema for schema in schemas.values()}
    made = {}
    for name, schema in schemas.items():
        resolver = jsonschema.RefResolver(schema["$id"], schema, store=by_id)
        made[name] = jsonschema.Draft202012Validator(schema, resolver=resolver)
    return made


def main():
    folder, program, *rest = sys.argv[1:]
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in pathlib.Path(folder).glob("*.json")}
    for name, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$id"].endswith("/" + name), f"{name}: its $id names another file"
    open_ones = validators(schemas)
    closed_ones = validators({name: closed(copy.deepcopy(schema)) for name, schema in schemas.items()})

    output = subprocess.run([program, *rest], check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
    wrong = 0
    seen = set()
    counts = {True: 0, False: 0}
    for line in filter(None, output.split("\n")):  # splitlines() would cut at U+2028 as well
        sample = json.loads(line)
        document = json.loads(sample["payload"])
        seen.add(sample["schema"])
        if sample["as_written"]:
            seen.add(document.get("type"))
        validator = (closed_ones if sample["as_written"] else open_ones)[sample["schema"]]
        error = jsonschema.exceptions.best_match(validator.iter_errors(document))
        counts[error is None] += 1
        if (error is None) != sample["accepted"] or (sample["as_written"] and error is not None):
            wrong += 1
            said = "valid" if error is None else f"{error.json_path}: {error.message}"
            print(f"{sample['schema']}: schema says {said}; accepted by the reader: {sample['accepted']}\n  {sample['payload']}")

    known = {name for name in schemas["event.json"]["$defs"] if "." in name}
    missing = (set(schemas) - {"common.json"} | known) - seen
    if missing:
        print("no sample of", ", ".join(sorted(missing)))
    print(f"{counts[True]} valid and {counts[False]} invalid payloads held against {len(schemas)} schemas, {wrong} wrong")
    sys.exit(1 if wrong or missing else 0)


main()
