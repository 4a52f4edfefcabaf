"""Checks a server's API against its own description.

usage: check_openapi.py URL SCHEMA TOKEN

The description must be valid OpenAPI 3.1 (SCHEMA is https://spec.openapis.org/oas/3.1/schema), each route it names
must answer with a status and media type it names, and JSON rows must fit the schema given there.
Needs python3-jsonschema.
"""

import json
import sys
import urllib.error
import urllib.request

from jsonschema import Draft202012Validator

BASE, SCHEMA, TOKEN = sys.argv[1:4]
FAULTS = []


def get(target):
    try:
        asked = urllib.request.Request(BASE + target, headers={"Authorization": "Bearer " + TOKEN})
        answer = urllib.request.urlopen(asked, timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers, answer.read()


def validator(schema, description):
    """Local references are resolved inside the description."""
    return Draft202012Validator({**schema, "components": description["components"]})


def check(target, operation, description, expected=200):
    status, headers, body = get(target)
    if status != expected:
        FAULTS.append(f"{target}: {status}, not {expected}: {body[:200]!r}")
        return
    response = operation["responses"].get(str(status))
    content = (response or {}).get("content", {}).get(headers["Content-Type"])
    if content is None:
        FAULTS.append(f"{target}: {status} {headers['Content-Type']} is not described")
        return
    if "json" in headers["Content-Type"]:
        for error in validator(content["schema"], description).iter_errors(json.loads(body)):
            FAULTS.append(f"{target}: {error.json_path}: {error.message[:200]}")


def main():
    description = json.loads(get("/api/v1/openapi.json")[2])
    with open(SCHEMA, encoding="utf-8") as file:
        for error in Draft202012Validator(json.load(file)).iter_errors(description):
            FAULTS.append(f"openapi.json: {error.json_path}: {error.message[:200]}")
    count = 0
    for path, item in description["paths"].items():
        operation = item.get("get")
        if operation is None or "text/event-stream" in operation["responses"]["200"]["content"]:
            continue  # what changes something, and what never ends, have tests of their own
        if "cookie" in str(operation["security"]) and "token" not in str(operation["security"]):
            check(path, operation, description, 403)
            continue
        needs_more = any(parameter["required"] for parameter in operation.get("parameters", []))
        check(path, operation, description, 400 if needs_more else 200)
        names = [parameter["name"] for parameter in operation.get("parameters", [])]
        count += 1
        if not names or needs_more or "format" not in names:
            continue
        check(f"{path}?format=csv", operation, description)
        check(f"{path}?device=ct1", operation, description)
        check(f"{path}?nonsense=1", operation, description, 400)
        if path == "/api/v1/uptime":
            continue  # of contracts, by local dates: tested where they are
        check(f"{path}?device=nowhere", operation, description, 400)
        if "from" in names:
            check(f"{path}?from=2026-11-24&to=2026-11-24T14:40:00%2B01:00", operation, description)
            check(f"{path}?from=yesterday", operation, description, 400)
        if "limit" in names:
            check(f"{path}?limit=1001", operation, description, 400)
    for fault in FAULTS:
        print(fault)
    print(f"{count} routes checked, {len(FAULTS)} faults")
    return 1 if FAULTS or count == 0 else 0


sys.exit(main())
