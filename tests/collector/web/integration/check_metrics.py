"""Checks Prometheus's text format, version 0.0.4, on standard input: syntax, HELP and TYPE before each family, each
family once, no series twice, names by kind, histograms whole. Prints the families; exit 1 names each fault.
(https://prometheus.io/docs/instrumenting/exposition_formats/, https://prometheus.io/docs/practices/naming/)
"""

import re
import sys

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"'
SERIES = re.compile(rf"^({NAME})(?:\{{({LABEL}(?:,{LABEL})*)?\}})? (\S+)$")
SUFFIXES = {"histogram": ("_bucket", "_sum", "_count")}


def family_of(name, types):
    for family, kind in types.items():
        if name == family and kind != "histogram":
            return family
        if kind == "histogram" and name in [family + suffix for suffix in SUFFIXES[kind]]:
            return family
    return None


def check_histogram(family, values, faults):
    counts = {}
    for (name, labels), value in values.items():
        if name == family + "_bucket":
            bound = dict(labels).get("le")
            rest = tuple(pair for pair in labels if pair[0] != "le")
            counts.setdefault(rest, []).append((float(bound), value))
    for rest, buckets in counts.items():
        buckets.sort()
        if [count for _, count in buckets] != sorted(count for _, count in buckets):
            faults.append(f"{family}{rest}: buckets fall")
        if buckets[-1][0] != float("inf") or buckets[-1][1] != values.get((family + "_count", rest)):
            faults.append(f"{family}{rest}: +Inf is not the count")


def main():
    faults, helps, types, values, closed, current = [], set(), {}, {}, set(), None
    for number, line in enumerate(sys.stdin.read().split("\n"), 1):
        words = line.split(" ", 3)
        if line == "":
            continue
        if line.startswith("# HELP "):
            helps.add(words[2])
        elif line.startswith("# TYPE "):
            if words[2] in types:
                faults.append(f"line {number}: {words[2]} comes twice")
            types[words[2]] = words[3]
            kind = "counter" if words[2].endswith("_total") else None
            if (words[3] == "counter") != (kind == "counter"):
                faults.append(f"line {number}: {words[2]} is a {words[3]}: counters alone end in _total")
        else:
            match = SERIES.match(line)
            if not match:
                faults.append(f"line {number}: no series: {line[:100]}")
                continue
            labels = tuple(tuple(pair.split("=", 1)) for pair in re.findall(LABEL, match[2] or ""))
            labels = tuple((name, value[1:-1]) for name, value in labels)
            family = family_of(match[1], types)
            if family is None or family not in helps:
                faults.append(f"line {number}: {match[1]} has no TYPE or HELP")
            if family != current:
                if family in closed:
                    faults.append(f"line {number}: {family} is not in one piece")
                closed.add(current)
                current = family
            if (match[1], labels) in values:
                faults.append(f"line {number}: {match[1]}{labels} comes twice")
            values[(match[1], labels)] = float(match[3])
    for family, kind in types.items():
        if kind == "histogram":
            check_histogram(family, values, faults)
    print("\n".join(sorted(types)))
    for fault in faults:
        print("fault:", fault)
    return 1 if faults or not values else 0


sys.exit(main())
