// The API against its own description: the document is valid OpenAPI 3.1, every GET route answers what it describes
// whatever it is asked, every other route refuses what is not meant, and the page's types are made from it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import add_formats from 'ajv-formats';
import { start as start_fixture } from './fixture/server.mjs';
import { api_session, month_starts, password, people, start_collector } from './collector.mjs';

let collector;
let description;
let ajv;
let sessions;

before(async () => {
  collector = await start_collector();
  sessions = Object.fromEntries(await Promise.all(Object.keys(people).map(async (user) => [user, await api_session(collector.address, user)])));
  description = await sessions.ada.json('/api/v1/openapi.json');
  ajv = new Ajv2020.default({ strict: false, allErrors: true, validateSchema: false });
  add_formats.default(ajv);
  ajv.addSchema(description, 'api');
});
after(async () => collector?.close());

const pointer = (...parts) => `api#/${parts.map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

/** What is wrong with an answer by the description; nothing where it is as described. */
async function deviation(path, method, response) {
  const operation = description.paths[path][method];
  const told = operation.responses[response.status];
  const text = await response.text();
  if (!told) return `${response.status} is not described: ${text.slice(0, 200)}`;
  const media = (response.headers.get('content-type') ?? '').split(';')[0];
  const kind = Object.keys(told.content ?? {}).find((one) => one.split(';')[0] === media);
  if (!kind) return text === '' && !told.content ? null : `${response.status}: media type "${media}" is not described`;
  if (!media.endsWith('json')) return null;
  const check = ajv.compile({ $ref: pointer('paths', path, method, 'responses', response.status, 'content', kind, 'schema') });
  return check(JSON.parse(text)) ? null : `${response.status}: ${ajv.errorsText(check.errors.slice(0, 4))}`;
}

const day = (at) => new Date(at).toISOString().slice(0, 10);
const [, last, current] = month_starts();
/** A good value of each parameter; a parameter without one fails the test, so that none is forgotten. */
const good = {
  device: 'mr1', contract: 'mr-now', period_from: day(last), edition: '1', format: 'json', from: new Date(last).toISOString(), to: new Date(current).toISOString(), after: '0', limit: '5', most: '50', type: 'fault.reported', user: 'tess', id: '1', statement: `mr-now/mr1/${day(last)}/1`,
};
const bad = ['', 'x'.repeat(300), '../../etc/passwd', '%00', '-1', '99999999999999999999', 'é', "' OR 1=1 --", '{}', '2026-13-45', '1e9', 'NaN'];

const of_method = (method) => Object.entries(description.paths).filter(([, operations]) => operations[method]).map(([path, operations]) => [path, operations[method]]);
const with_query = (path, query) => `${path}?${new URLSearchParams(query)}`;
const required = (operation) => Object.fromEntries((operation.parameters ?? []).filter((one) => one.required && one.in === 'query').map(({ name }) => [name, good[name]]));
const is_stream = (operation) => Object.keys(operation.responses['200'].content ?? {}).includes('text/event-stream');

test('the description is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(description));
  assert.ok(valid, JSON.stringify(errors, null, 1));
  assert.match(description.openapi, /^3\.1\./);
});

test('every route says what it answers, and who may ask', () => {
  for (const method of ['get', 'post', 'patch', 'delete']) {
    for (const [path, operation] of of_method(method)) {
      assert.ok(operation.summary && operation.operationId, `${method} ${path}`);
      for (const parameter of operation.parameters ?? []) assert.ok(parameter.in !== 'query' || parameter.name in good, `no good value for the parameter ${parameter.name} of ${path}`);
    }
  }
});

test('every GET answers as described, asked well and asked badly', async () => {
  const found = [];
  let asked = 0;
  const check = async (path, query) => {
    asked += 1;
    const response = await sessions.ada.ask(with_query(path, query));
    if (response.status >= 500 && response.status !== 503) found.push(`${with_query(path, query)}: ${response.status}`);
    const wrong = await deviation(path, 'get', response);
    if (wrong) found.push(`${with_query(path, query)}: ${wrong}`);
    return response.status;
  };
  for (const [path, operation] of of_method('get')) {
    if (is_stream(operation)) continue;
    const needed = required(operation);
    assert.ok([200, 404, 503].includes(await check(path, needed)), `${path} asked well`);
    for (const { name, in: where } of operation.parameters ?? []) {
      if (where !== 'query') continue;
      await check(path, { ...needed, [name]: good[name] });
      for (const value of bad) await check(path, { ...needed, [name]: value });
    }
    assert.equal(await check(path, { ...needed, no_such: '1' }), 400, `${path} refuses an unknown parameter`);
    const missing = Object.keys(needed)[0];
    if (missing) {
      const { [missing]: unused, ...rest } = needed;
      assert.equal(await check(path, rest), 400, `${path} refuses to go without ${missing}`);
    }
  }
  console.log(`${asked} requests`);
  assert.deepEqual(found, []);
});

test('what changes something refuses what is not meant, as described', async () => {
  const found = [];
  const bodies = ['', '[]', '{}', 'null', '{"no_such":1}', '{"device":7}', '{"device":"nobody"}', `{"device":"${'x'.repeat(3000)}"}`, '{"device":"mr1","device":"mr1"}', '{'];
  for (const method of ['post', 'patch']) {
    for (const [path, operation] of of_method(method)) {
      if (!operation.requestBody) continue;
      for (const body of bodies) {
        const response = await sessions.ada.ask(path, { method: method.toUpperCase(), body: body || ' ' });
        if (response.status < 400 || response.status >= 500) found.push(`${method} ${path} ${body.slice(0, 40)}: ${response.status}`);
        const wrong = await deviation(path, method, response);
        if (wrong) found.push(`${method} ${path} ${body.slice(0, 40)}: ${wrong}`);
      }
      const typed = await sessions.ada.ask(path, { method: method.toUpperCase(), body: '{}', headers: { 'Content-Type': 'text/plain' } });
      if (typed.status !== 415) found.push(`${method} ${path} takes text/plain: ${typed.status}`);
    }
  }
  assert.deepEqual(found, []);
});

test('each role is let in as the description says', async () => {
  const order = ['technologist', 'biomed', 'director', 'administrator'];
  const found = [];
  for (const [path, operation] of of_method('get')) {
    const least = operation['x-least-role'];
    if (is_stream(operation) || !least) continue;
    const nobody = await fetch(collector.address + with_query(path, required(operation)));
    if (nobody.status !== 401) found.push(`${path} answers nobody with ${nobody.status}`);
    for (const [user, role] of Object.entries(people)) {
      const { status } = await sessions[user].ask(with_query(path, required(operation)));
      if ((status === 403) !== (order.indexOf(role) < order.indexOf(least))) found.push(`${path} answers a ${role} with ${status}`);
    }
  }
  assert.deepEqual(found, []);
});

test('the page’s types are those of the description', () => {
  const packages = process.env.ISOCENTER_PAGE_PACKAGES;
  const file = join(collector.folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(description));
  cpSync(join(process.env.ISOCENTER_PAGE_SOURCE, 'types.mjs'), join(packages, 'types.mjs'));
  const made = execFileSync(process.execPath, [join(packages, 'types.mjs'), file], { encoding: 'utf8', maxBuffer: 1 << 24 });
  const kept = readFileSync(join(process.env.ISOCENTER_PAGE_SOURCE, 'src/api.d.ts'), 'utf8');
  assert.ok(made === kept, 'src/api.d.ts is out of date: make it anew as docs/web.md says');
});

test('the made-up collector of the page’s tests answers as the real one describes', async () => {
  const fixture = await start_fixture(process.env.ISOCENTER_PAGE);
  const found = [];
  const asked = {
    fleet: {}, device: { device: 'mr2' }, statements: {}, unexplained: {}, users: {}, session: {}, events: { device: 'mr2', limit: '50' }, evidence: { device: 'mr2', from: '2026-10-14T00:00:00Z', to: '2026-10-16T00:00:00Z' },
    statement: { contract: 'mr-2026', device: 'mr2', period_from: '2026-10-01' }, timeline: { device: 'mr2', from: '2026-11-23T00:00:00Z', to: '2026-11-25T00:00:00Z' },
  };
  for (const [route, query] of Object.entries(asked)) {
    const response = await fetch(`${fixture.address}/api/v1/${route}?${new URLSearchParams(query)}`, { headers: { cookie: 'isocenter=root' } });
    const wrong = await deviation(`/api/v1/${route}`, 'get', response);
    if (wrong) found.push(`${route}: ${wrong}`);
  }
  await fixture.close();
  assert.deepEqual(found, []);
});

test('a password is no part of any answer', async () => {
  for (const path of ['/api/v1/users', '/api/v1/session', '/api/v1/events?limit=1000']) assert.ok(!(await (await sessions.ada.ask(path)).text()).includes(password), path);
});
