#!/usr/bin/python3
"""An agent written from docs/protocol.md alone, with its own outbox: evidence that a stranger can.

stranger_agent.py HOST PORT SITE NODE DEVICE OUTBOX COUNT: writes COUNT exams of DEVICE into OUTBOX (a SQLite file),
sends them until the collector has acknowledged all, prints how many it wrote and the last digest, and ends.
"""
import datetime
import hashlib
import json
import secrets
import sqlite3
import sys
import time

import paho.mqtt.client as mqtt

HOST, PORT, SITE, NODE, DEVICE, OUTBOX, COUNT = sys.argv[1:]
PREFIX = f"isocenter/1/{SITE}/"
WINDOW, RESEND_S, HEARTBEAT_S, BATCH = 32, 2.0, 10.0, 20


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def blake(data):
    return hashlib.blake2b(data, digest_size=16).digest()


class Outbox:
    """Numbered, chained events on disk; an epoch is one start of this program."""

    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute("CREATE TABLE IF NOT EXISTS event (epoch TEXT, seq INTEGER, bytes TEXT, digest BLOB, PRIMARY KEY (epoch, seq))")
        self.db.execute("CREATE TABLE IF NOT EXISTS epoch (n INTEGER PRIMARY KEY, epoch TEXT)")
        before = self.db.execute("SELECT epoch FROM epoch ORDER BY n DESC LIMIT 1").fetchone()
        self.epoch = secrets.token_hex(16)
        self.db.execute("INSERT INTO epoch (epoch) VALUES (?)", (self.epoch,))
        self.db.commit()
        data = {"software": "stranger 1"}
        if before:
            data |= {"epoch_before": before[0], "last_before": self.last(before[0])}
        self.append([("node.started", None, data)])

    def epochs(self):
        return [row[0] for row in self.db.execute("SELECT epoch FROM epoch ORDER BY n")]

    def last(self, epoch):
        return self.db.execute("SELECT coalesce(max(seq), 0) FROM event WHERE epoch = ?", (epoch,)).fetchone()[0]

    def digest(self, epoch, seq):
        if seq == 0:
            return blake(epoch.encode())
        return self.db.execute("SELECT digest FROM event WHERE epoch = ? AND seq = ?", (epoch, seq)).fetchone()[0]

    def append(self, events):
        seq = self.last(self.epoch)
        digest = self.digest(self.epoch, seq)
        for kind, device, data in events:
            seq += 1
            event = {"seq": seq, "t": now(), "type": kind} | ({"device": device} if device else {}) | {"data": data}
            text = json.dumps(event, separators=(",", ":"))
            digest = blake(digest + text.encode())
            self.db.execute("INSERT INTO event VALUES (?, ?, ?, ?)", (self.epoch, seq, text, digest))
        self.db.commit()

    def read(self, epoch, first):
        rows = self.db.execute("SELECT bytes FROM event WHERE epoch = ? AND seq >= ? ORDER BY seq LIMIT ?", (epoch, first, BATCH))
        return [row[0] for row in rows]


class Agent:
    def __init__(self, outbox):
        self.outbox, self.instance = outbox, secrets.token_hex(16)
        self.collector = None                                       # the instance in collector/status, while online
        self.through = {epoch: None for epoch in outbox.epochs()}   # None: not confirmed by this collector instance
        self.sent, self.sent_at, self.beat_at = {}, 0.0, 0.0
        self.client = mqtt.Client(client_id=f"isocenter.{SITE}.{NODE}", clean_session=True)
        self.client.username_pw_set(NODE)
        self.client.will_set(PREFIX + f"node/{NODE}/status", self.status(False), qos=1, retain=True)
        self.client.on_connect = lambda client, *_: client.subscribe([(PREFIX + "collector/status", 0), (PREFIX + f"collector/ack/{NODE}", 0)])
        self.client.on_subscribe = lambda client, *_: client.publish(PREFIX + f"node/{NODE}/status", self.status(True), qos=1, retain=True)
        self.client.on_message = self.heard
        self.client.connect(HOST, int(PORT), keepalive=15)

    def status(self, online):
        epochs = [{"epoch": e, "last": self.outbox.last(e), "digest": self.outbox.digest(e, self.outbox.last(e)).hex()} for e in self.outbox.epochs()]
        return json.dumps({"v": 1, "instance": self.instance, "started": now(), "online": online, "heartbeat_s": int(HEARTBEAT_S),
                           "epochs": epochs, "clock_synchronised": True, "disk": "ok"})

    def heard(self, _client, _user, message):
        body = json.loads(message.payload)
        if message.topic.endswith("collector/status"):
            instance = body["instance"] if body["online"] else None
            if instance != self.collector:
                self.collector, self.sent = instance, {}
                self.through = dict.fromkeys(self.through)
                self.beat_at = 0.0
        elif body["from"] == self.collector and body.get("store") == "ok" and body.get("epoch") in self.through:
            epoch, through = body["epoch"], body["through"]
            if through > self.outbox.last(epoch) or bytes.fromhex(body["digest"]) != self.outbox.digest(epoch, through):
                sys.exit("rolled back: this program never is")
            held = self.through[epoch]
            self.through[epoch] = through
            if held is None or through < held:
                self.sent[epoch] = through                          # begin at, or go back to, what the collector has
            if through != held:
                self.sent_at = time.monotonic()

    def publish(self, epoch, first, events):
        head = {"v": 1, "from": self.instance, "epoch": epoch, "first": first, "after": self.outbox.digest(epoch, first - 1).hex(),
                "last": self.outbox.last(epoch), "sent": now()}
        text = json.dumps(head)[:-1] + ', "events": [' + ",".join(events) + "]}"   # events go as the bytes they are
        self.client.publish(PREFIX + f"node/{NODE}/events", text, qos=0)

    def turn(self):
        self.client.loop(timeout=0.05)
        if not self.collector:
            return
        if time.monotonic() - self.beat_at >= HEARTBEAT_S:
            self.beat_at = time.monotonic()
            for epoch, through in self.through.items():
                if through is None or epoch == self.outbox.epoch:
                    self.publish(epoch, (through or 0) + 1, [])
        for epoch, through in self.through.items():                 # earlier epochs first
            last = self.outbox.last(epoch)
            if through is None or through == last:
                if through is None:
                    return
                continue
            if time.monotonic() - self.sent_at > RESEND_S:
                self.sent[epoch], self.sent_at = through, time.monotonic()
            while self.sent[epoch] < last and self.sent[epoch] - through < WINDOW * BATCH:
                events = self.outbox.read(epoch, self.sent[epoch] + 1)
                self.publish(epoch, self.sent[epoch] + 1, events)
                self.sent[epoch] += len(events)
            return

    def is_done(self):
        return all(through == self.outbox.last(epoch) for epoch, through in self.through.items())


outbox = Outbox(OUTBOX)
exams = [("k1:" + secrets.token_hex(32), now()) for _ in range(int(COUNT))]
outbox.append([("device.observed", DEVICE, {"reachable": True, "activity": "idle", "since": now(), "reason": "ok", "source": "stranger"})])
for exam, at in exams:
    outbox.append([("exam.started", DEVICE, {"exam": exam, "orders": [], "procedure": "other", "subject": "patient", "at": at, "source": "log"}),
                   ("exam.ended", DEVICE, {"exam": exam, "orders": [], "at": now(), "status": "completed"})])
agent = Agent(outbox)
while not agent.is_done():
    agent.turn()
last_words = agent.client.publish(PREFIX + f"node/{NODE}/status", agent.status(False), qos=1, retain=True)
while not last_words.is_published():
    agent.client.loop(timeout=0.05)
agent.client.disconnect()
last = outbox.last(outbox.epoch)
print(json.dumps({"epoch": outbox.epoch, "last": last, "digest": outbox.digest(outbox.epoch, last).hex(), "exams": [exam for exam, _ in exams]}))
