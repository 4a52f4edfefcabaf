// A department for comparing figures: three devices under contracts whose policies differ in every respect, in three zones,
// with outages that leave parts of a millisecond, in a month that ended and in the one that runs.
import { hour, iso, Log, month_starts } from './collector.mjs';

const rooms = [['mr1', 'MR 1', 'MR'], ['ct1', 'CT 1', 'CT'], ['us1', 'US 1', 'US']];

function configuration(port) {
  const devices = rooms.map(([name, title, modality]) => `[[device]]
name = "${name}"
title = "${title}"
modality = "${modality}"
manufacturer = "Example"
model = "${modality} 3000"
serial = "${modality}-20417"
node = "agent-${name}"
[[node]]
name = "kiosk-${name}"
may = ["declare"]
devices = ["${name}"]
`).join('');
  return `site = "general"
title = "General Hospital, Imaging"
zone = "America/New_York"
contracts = "contracts.toml"
[broker]
url = "mqtt://127.0.0.1:1"
[outbox]
path = "collector.outbox"
[store]
url = "sqlite:isocenter.db"
[web]
listen = "127.0.0.1:${port}"
${devices}`;
}

const every_day = (span) => ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => `covered.${day} = ["${span}"]`).join('\n');

function contracts([before]) {
  const year = new Date(before).getUTCFullYear();
  const contract = (name, device, zone, span, more) => `[[contract]]
name = "${name}"
vendor = "Example Imaging"
devices = ["${device}"]
zone = "${zone}"
starts = ${year}-01-01
ends = ${year + 1}-12-31
period = "month"
${every_day(span)}
${more}
`;
  return contract('mr-steps', 'mr1', 'America/New_York', '07:00-19:00', `guaranteed_percent = 97.25
limited_weight = 0.3333
excluded_causes = ["facility", "user"]
minimum_outage_minutes = 10
response_hours = 4.0
annual_price = "187654.32"
currency = "USD"
credit = [ { below_percent = 97.25, credit_percent = 2.5 }, { below_percent = 90.0, credit_percent = 12.5 } ]`)
    + contract('ct-hours', 'ct1', 'Etc/UTC', '00:00-24:00', `allowed_lost_hours = 20.5001
planned_down = "lost"
unknown = "down"
outage_starts = "reported"
outage_ends = "released"
response_hours = 1.5
annual_price = "240000.00"
currency = "EUR"
credit_per_hour = "101.13"
credit_cap_percent = 10`)
    + contract('us-up', 'us1', 'Europe/Berlin', '06:30-20:15', `guaranteed_percent = 95.0
planned_down = "up"
unknown = "up"
annual_price = "36500.00"
currency = "EUR"
credit = [ { below_percent = 95.0, credit_percent = 3.0 } ]`);
}

/** Says only what fits between `begin` and `end`. */
class Month {
  constructor(log, begin, end) {
    Object.assign(this, { log, begin, end });
  }

  at(day, hours) {
    return this.begin + (day * 24 + hours) * hour;
  }

  /** Observed each hour. */
  observed(device) {
    for (let t = this.begin + 60_000; t < this.end; t += hour) this.log.say(`agent-${device}`, t, 'device.observed', device, { reachable: true, activity: 'idle', since: iso(this.begin + 60_000), reason: 'echo', source: 'echo' });
  }

  fault(device, name, day, hours, steps, more) {
    const from = this.at(day, hours);
    if (from + Math.max(...steps.map(([, after]) => after)) < this.end) this.log.fault(device, `${device}-${this.begin}-${name}`, from, steps, more);
  }

  planned(device, day, hours, length) {
    const [from, until] = [this.at(day, hours), this.at(day, hours) + length];
    if (until >= this.end) return;
    this.log.say(`kiosk-${device}`, from - hour, 'device.declared', device, { state: 'planned_down', from: iso(from), until: iso(until), cause: 'equipment', note: 'maintenance by the vendor', role: 'technologist' });
    this.log.say(`kiosk-${device}`, until - 1, 'device.declared', device, { state: 'ready', from: iso(until - 1) });
  }

  /** The node that observes stood still. */
  unseen(device, day, hours, length) {
    const [from, to] = [this.at(day, hours), this.at(day, hours) + length];
    if (to < this.end) this.log.say(`agent-${device}`, to, 'node.paused', null, { from: iso(from), to: iso(to) });
  }
}

/** `scale` makes the second month other than the first. */
function tell_month(month, scale) {
  for (const [device] of rooms) month.observed(device);
  month.fault('mr1', 'a', 2, 13, [['called', 420_000], ['acknowledged', 600_000], ['on_site', 2 * hour + 13], ['repaired', 5.5 * hour * scale + 1]]);
  month.fault('mr1', 'b', 3, 15, [['repaired', 3 * hour + 7]], { code: 'console', cause: 'unexplained' });
  month.fault('mr1', 'c', 4, 14, [['repaired', 4 * hour * scale + 501]], { code: 'coil', effect: 'limited', cause: 'accessory' });
  month.fault('mr1', 'd', 5, 16, [['repaired', 1.25 * hour + 3]], { code: 'cooling', cause: 'facility' });
  month.fault('mr1', 'e', 6, 15, [['repaired', 9 * 60_000]], { code: 'console' });
  month.fault('mr1', 'f', 7, 13.5, [['called', 60_000], ['on_site', 6 * hour], ['repaired', 7 * hour]], { code: 'image' });
  month.planned('mr1', 8, 13, 2 * hour + 333);
  month.unseen('mr1', 9, 14, 95 * 60_000 + 17);
  month.fault('ct1', 'a', 2, 2, [['called', 10 * 60_000], ['on_site', 3 * hour], ['repaired', 16 * hour * scale], ['released', 17 * hour * scale + 11]]);
  month.fault('ct1', 'b', 4, 9, [['repaired', 2 * hour]], { code: 'network', cause: 'it' });
  month.fault('ct1', 'c', 5, 9, [['repaired', 3 * hour + 1]], { code: 'room', effect: 'limited', cause: 'third_party' });
  month.planned('ct1', 6, 10, 4 * hour + 250);
  month.unseen('ct1', 7, 8, 2 * hour + 5);
  month.fault('us1', 'a', 3, 9, [['repaired', 1.5 * hour * scale + 2]], { code: 'other' });
  month.planned('us1', 4, 10, 3 * hour);
  month.unseen('us1', 5, 12, hour + 1);
}

function told([before, last, current], now) {
  const log = new Log();
  for (const [device] of rooms) for (const node of [`agent-${device}`, `kiosk-${device}`]) log.say(node, before, 'node.started', null, { software: 'test 1' });
  for (const [device] of rooms) new Month(log, before, last).observed(device);
  tell_month(new Month(log, last, current), 1);
  tell_month(new Month(log, current, now), 0.5);
  log.fault('mr1', 'mr1-open', Math.max(current, now - 2 * hour), [], { code: 'table' });
  return log.text();
}

/** Where a month has only just begun, somewhere not at all, the one before is the last of them. */
const months = () => month_starts(Date.now() - 36 * hour);

export const department = { configuration, contracts, told, months };
