"""Reads the same report as csv and as json, argv[1] and argv[2], and compares them cell by cell."""

import csv
import json
import sys


def text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, dict):
        return value
    return str(value)


with open(sys.argv[1], newline="", encoding="utf-8") as file:
    from_csv = list(csv.DictReader(file, strict=True))
with open(sys.argv[2], encoding="utf-8") as file:
    from_json = json.load(file)
assert len(from_csv) == len(from_json), f"{len(from_csv)} rows of csv, {len(from_json)} of json"
for number, (csv_row, json_row) in enumerate(zip(from_csv, from_json)):
    assert list(csv_row) == list(json_row), f"row {number}: columns differ"
    for column, value in json_row.items():
        expected = text(value)
        found = json.loads(csv_row[column]) if isinstance(expected, dict) else csv_row[column]
        assert found == expected, f"row {number}, {column}: {found!r} in csv, {expected!r} in json"
print(len(from_csv), "rows")
