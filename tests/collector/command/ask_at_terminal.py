"""Runs a program at a terminal of its own and types what it asks for; prints all the terminal showed, then how the
program ended.

usage: ask_at_terminal.py LINES PROGRAM ARGUMENTS...
"""

import os
import pty
import sys

typed = sys.argv[1].split("|")
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[2], sys.argv[2:])
shown = b""
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    if not part:
        break
    shown += part
    if shown.endswith(b": ") and typed:
        line = typed.pop(0)
        os.write(terminal, b"\x03" if line == "^C" else line.encode() + b"\n")
print(shown.decode())
print("ended with", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
