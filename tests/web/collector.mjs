// A real collector with a small department whose past is written by hand: MR 1 and CT 1 under contracts, observed since the
// month before last began. Everything runs on loopback in a folder of its own and ends with `close`.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bin = process.env.ISOCENTER_BIN_DIR;
export const password = 'four words in a row';
export const people = { tess: 'technologist', bo: 'biomed', dora: 'director', ada: 'administrator' };

export const iso = (at) => new Date(at).toISOString();
export const hour = 3_600_000;

async function free_port() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** First days, UTC, of the month before last, the last month, and this one. */
export function month_starts(now = Date.now()) {
  const today = new Date(now);
  return [-2, -1, 0].map((months) => Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months, 1));
}

function configuration(port) {
  const hours = ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => `hours.${day} = ["07:00-19:00"]`).join('\n');
  return `site = "general"
title = "General Hospital, Imaging"
zone = "Etc/UTC"
contracts = "contracts.toml"
[broker]
url = "mqtt://127.0.0.1:1"
[outbox]
path = "collector.outbox"
[store]
url = "sqlite:isocenter.db"
[web]
listen = "127.0.0.1:${port}"
[[device]]
name = "mr1"
title = "MR 1"
modality = "MR"
manufacturer = "Example"
model = "Example 3T"
serial = "20417"
room = "B1.017"
node = "agent-mr1"
${hours}
[[device]]
name = "ct1"
title = "CT 1"
modality = "CT"
node = "agent-ct1"
[[device]]
name = "us1"
title = "US 1"
modality = "US"
[[node]]
name = "kiosk-mr1"
may = ["declare"]
devices = ["mr1"]
[[node]]
name = "kiosk-ct1"
may = ["declare"]
devices = ["ct1"]
`;
}

function contracts([before]) {
  const year = new Date(before).getUTCFullYear();
  const terms = (name, device, days, spans, more) => `[[contract]]
name = "${name}"
vendor = "Example Imaging"
devices = ["${device}"]
zone = "Etc/UTC"
starts = ${year}-01-01
ends = ${year + 1}-12-31
period = "month"
${days.map((day) => `covered.${day} = ["${spans}"]`).join('\n')}
annual_price = "180000.00"
currency = "USD"
${more}
`;
  const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'];
  return terms('mr-now', 'mr1', [...workdays, 'sat', 'sun'], '07:00-19:00', `guaranteed_percent = 98.0
excluded_causes = ["facility"]
response_hours = 4.0
credit = [ { below_percent = 98.0, credit_percent = 2.0 }, { below_percent = 95.0, credit_percent = 5.0 } ]`)
    + terms('ct-now', 'ct1', [...workdays, 'sat', 'sun'], '00:00-24:00', 'allowed_lost_hours = 20.0\ncredit_per_hour = "100.00"');
}

/** What nodes told, in order; each event as its outbox keeps it. */
export class Log {
  constructor() {
    this.said = [];
  }

  say(node, t, type, device, data) {
    this.said.push({ node, t, type, device, data });
  }

  fault(device, fault, from, steps, more = {}) {
    const kiosk = `kiosk-${device}`;
    this.say(kiosk, from, 'fault.reported', device, { fault, code: 'table', effect: 'down', cause: 'equipment', source: 'person', ...more });
    for (const [step, after] of steps) this.say(kiosk, from + after, `fault.${step}`, device, { fault });
  }

  text() {
    const seqs = new Map();
    return this.said.sort((a, b) => a.t - b.t).map(({ node, t, type, device, data }) => {
      const seq = (seqs.get(node) ?? 0) + 1;
      seqs.set(node, seq);
      return `${node} ${JSON.stringify({ seq, t: iso(t), type, ...(device ? { device } : {}), data })}\n`;
    }).join('');
  }
}

/** Outages of last month on MR 1: the dearest from the 12th, 09:00, 6.5 h; a shorter one; one nobody gave a cause; one of the building. */
export const dearest = { day: 11, from_hour: 9, hours: 6.5 };

function told([before, last, current], now) {
  const log = new Log();
  for (const device of ['mr1', 'ct1']) {
    for (const node of [`agent-${device}`, `kiosk-${device}`]) log.say(node, before, 'node.started', null, { software: 'test 1' });
    for (let t = before + 60_000; t < now; t += hour) log.say(`agent-${device}`, t, 'device.observed', device, { reachable: true, activity: 'idle', since: iso(before + 60_000), reason: 'echo', source: 'echo' });
  }
  const at = (day, hours) => last + day * 24 * hour + hours * hour;
  log.fault('mr1', 'mr1-a', at(dearest.day, dearest.from_hour), [['acknowledged', 600_000], ['on_site', 2 * hour], ['repaired', dearest.hours * hour]]);
  log.fault('mr1', 'mr1-b', at(17, 13.25), [['repaired', 1.5 * hour]], { code: 'cooling', cause: 'facility' });
  log.fault('mr1', 'mr1-c', at(19, 10), [['acknowledged', 300_000], ['repaired', 3 * hour + 7]], { code: 'console', cause: 'unexplained' });
  log.fault('mr1', 'mr1-d', at(21, 8), [['repaired', 4 * hour]], { code: 'coil', effect: 'limited', cause: 'accessory' });
  log.fault('ct1', 'ct1-a', at(5, 2), [['repaired', 25 * hour]]);
  log.fault('mr1', 'mr1-e', Math.max(current, now - 2 * hour), [], { code: 'table' });
  return log.text();
}

function run(program, args, input, encoding = 'utf8') {
  return execFileSync(join(bin, program), args, { input, encoding, stdio: ['pipe', 'pipe', 'pipe'], timeout: 60_000 });
}

/** Starts it over the department above, or another of the same three parts; `close` ends it and removes its folder. */
export async function start_collector(department = { configuration, contracts, told }) {
  assert.ok(bin, 'ISOCENTER_BIN_DIR must name the folder of the programs');
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-web-'));
  const config = join(folder, 'collector.toml');
  const port = await free_port();
  const months = (department.months ?? month_starts)();
  writeFileSync(join(folder, 'contracts.toml'), department.contracts(months));
  writeFileSync(config, department.configuration(port));
  run('web_log_for_test', [config], department.told(months, Date.now()));
  run('isocenter-collector', ['rebuild', '--config', config]);
  for (const [name, role] of Object.entries(people)) run('isocenter-collector', ['user', 'add', name, '--role', role, '--config', config], `${password}\n`);
  const serve = spawn(join(bin, 'isocenter-collector'), ['serve', '--config', config], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const ready = new Promise((done, failed) => {
    const hear = (piece) => {
      output += piece;
      if (/ready\n/.test(output)) done();
    };
    serve.stdout.on('data', hear);
    serve.stderr.on('data', hear);
    serve.on('exit', (code) => failed(new Error(`the collector ended with ${code}: ${output}`)));
  });
  await ready;
  return {
    address: `http://127.0.0.1:${port}`,
    config,
    folder,
    report: (...args) => run('isocenter-collector', ['report', ...args, '--config', config]),
    report_as: (encoding, ...args) => run('isocenter-collector', ['report', ...args, '--config', config], undefined, encoding),
    command: (...args) => run('isocenter-collector', args),
    output: () => output,
    close: async () => {
      serve.removeAllListeners('exit');
      const ended = once(serve, 'exit');
      serve.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A session of the API as the page has one. */
export async function api_session(address, user) {
  const response = await fetch(`${address}/api/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ user, password }) });
  assert.equal(response.status, 200, await response.clone().text());
  const cookie = response.headers.get('set-cookie').split(';')[0];
  const { csrf } = await response.json();
  const ask = (path, options = {}) => fetch(address + path, { ...options, headers: { cookie, 'X-CSRF-Token': csrf, ...(options.body ? { 'Content-Type': 'application/json' } : {}), ...options.headers } });
  return { ask, json: async (path, options) => (await ask(path, options)).json() };
}

