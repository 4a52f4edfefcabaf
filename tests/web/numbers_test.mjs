// One statement, told in five places: the page, /api/v1, CSV, JSON and PDF of `report statement`, and the row of `report
// uptime`. Over three contracts with other policies, a month that ended and the one that runs, as recorded, as corrected,
// and as issued, each figure must be the same, printed as that place prints it, and the lines must add up there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open_page, settled, sign_in, views } from './browser.mjs';
import { api_session, password, start_collector } from './collector.mjs';
import { department } from './figures_department.mjs';
import { cut_hours, e4, event_moment, long_words, money, page_hours, page_stretch, paper_clock, paper_day, paper_exact, paper_moment, paper_stretch, percent, read_page_hours, read_paper_exact, sum, terms_percent } from './printed.mjs';
import { read_csv, read_evidence, read_page, read_pdf } from './surfaces.mjs';

let collector;
let browser;
let session;
let page;
let noted;
const [, last, current] = department.months();
const day = (at) => new Date(at).toISOString().slice(0, 10);
const devices = { 'mr-steps': 'mr1', 'ct-hours': 'ct1', 'us-up': 'us1' };
const readings = ['recorded', 'corrected'];
const both = (number) => [number, number];

before(async () => {
  collector = await start_collector(department);
  browser = await launch();
  session = await api_session(collector.address, 'bo');
  ({ page, noted } = await open_page(browser, views.light, collector.address));
  await sign_in(page, 'bo', password);
});
after(async () => {
  await browser?.close();
  await collector?.close();
});

const query_of = ({ contract, period_from, edition }) => new URLSearchParams({ contract, device: devices[contract], period_from, ...(edition ? { edition } : {}) });
const ask_json = (which) => session.json(`/api/v1/statement?${query_of(which)}`);
const report = (which, format, encoding) => collector.report_as(encoding, 'statement', '--contract', which.contract, '--device', devices[which.contract], '--period', which.period_from, ...(which.edition ? ['--edition', which.edition] : []), '--format', format);
const key_of = ({ part, from }) => `${part}@${from}`;

async function ask_everywhere(which) {
  const file = async (format) => Buffer.from(await (await session.ask(`/api/v1/statement?${query_of(which)}&format=${format}`)).arrayBuffer());
  const period = ['--from', which.period_from, '--to', which.period_from];
  await page.goto(`/statement/${which.contract}/${devices[which.contract]}/${which.period_from}${which.edition ? `?edition=${which.edition}` : ''}`);
  await settled(page);
  const [csv, pdf, api_uptime_csv, api_uptime, listed, fleet] = await Promise.all([
    file('csv'), file('pdf'), session.ask('/api/v1/uptime?format=csv').then((response) => response.text()), session.json(`/api/v1/uptime?from=${which.period_from}&to=${which.period_from}`), session.json(`/api/v1/statements?contract=${which.contract}`), session.json('/api/v1/fleet'),
  ]);
  return {
    page: await read_page(page), csv: csv.toString(), pdf, api_uptime_csv, api_uptime, listed, fleet, report_json: JSON.parse(report(which, 'json')), report_csv: report(which, 'csv'), report_pdf: report(which, 'pdf', 'buffer'),
    uptime_csv: collector.report('uptime', ...period, '--format', 'csv'), uptime_json: JSON.parse(collector.report('uptime', ...period, '--format', 'json')),
  };
}

/** All places at one state of the log: where it went on meanwhile, once more. */
async function gather(which) {
  for (let round = 0; round < 20; round += 1) {
    const json = await ask_json(which);
    const found = await ask_everywhere(which);
    const evidence = new Map();
    const open = async (lines) => {
      for (const key of lines.map(key_of)) if (found.page.lines.some((line) => line.key === key)) evidence.set(key, await read_evidence(page, key));
    };
    await open(json.lines.filter(({ lasts }) => lasts));
    const again = await ask_json(which);
    if (!which.edition && (again.log_row !== json.log_row || again.log_to !== json.log_to)) continue;
    await open(json.lines.filter(({ lasts }) => !lasts)); // these stay as they are
    return { ...found, json, evidence };
  }
  return assert.fail('the log did not rest');
}

/** What each part comes to by the terms, in both readings, with its lines: the same whoever tells. */
function figures(totals, lines) {
  return { totals, lines: [...lines].sort((a, b) => a.key.localeCompare(b.key)) };
}

const counted = ({ planned_down, unknown }, name) => ({ planned: { excluded: 'planned_ms', lost: 'planned_lost_ms', up: null }[planned_down], unknown: { excluded: 'unknown_ms', down: 'unknown_lost_ms', up: null }[unknown] })[name];

function named_totals(terms, value) {
  const of = (name) => (name === null ? both(0n) : value(name));
  return { calendar: of('calendar_ms'), planned: of(counted(terms, 'planned')), unknown: of(counted(terms, 'unknown')), excluded: of('excluded_ms'), covered: of('covered_ms'), down: of('down_ms'), limited: of('limited_lost_ms'), lost: of('lost_ms') };
}

function figures_of_json(json) {
  const lines = json.lines.map((line) => ({ key: key_of(line), figures: [line.recorded_ms, line.corrected_ms].map((ms) => (ms === null ? null : e4(ms))) }));
  return figures(named_totals(json.contract, (name) => readings.map((reading) => e4(json[reading][name]))), lines);
}

function figures_of_csv(rows, terms) {
  const pair = (row) => [row.recorded_ms, row.corrected_ms].map((text) => (text === '' ? null : e4(text)));
  return figures(named_totals(terms, (name) => pair(rows.find(({ row, part }) => row === 'total' && part === name))), rows.filter(({ row }) => row === 'line').map((row) => ({ key: key_of(row), figures: pair(row) })));
}

function figures_of_page(shown, terms) {
  const number = (text) => (text === '\u2013' ? null : read_page_hours(text));
  const pair = ([recorded, corrected]) => [recorded ?? corrected, corrected].map(number);
  const less = (word) => (shown.bands[word] ? pair(shown.bands[word].figures).map((one) => -one) : both(0n));
  const band = (word) => (shown.bands[word] ? pair(shown.bands[word].figures) : both(0n));
  const totals = {
    calendar: band('Covered hours by the calendar'), planned: terms.planned_down === 'excluded' ? less('less planned work') : band('Planned work'), unknown: terms.unknown === 'excluded' ? less('less not observed') : band('Not observed'), excluded: less('less excluded causes'),
    covered: band('Covered time C'), down: band('Down'), limited: band('Limited'), lost: band('Lost time L'),
  };
  return figures(totals, shown.lines.map((line) => ({ key: line.key, figures: pair(line.figures) })));
}

const paper_parts = { 'less Planned work': 'planned', 'Planned work': 'planned', 'less Not observed': 'unknown', 'Not observed': 'unknown', 'less Excluded causes': 'excluded', Down: 'down', Limited: 'limited' };

/** Lines of the paper with their part; within a part they follow one another as in the document. */
function paper_lines(rows, json) {
  let part = null;
  const left = new Map(Object.values(paper_parts).map((name) => [name, json.lines.filter((line) => line.part === name)]));
  return rows.flatMap((row) => {
    if (row.number === null) part = paper_parts[row.title] ?? null;
    return row.number === null ? [] : [{ ...row, line: left.get(part).shift() }];
  });
}

/** Both readings of a row: a dash has no exact figure beneath it. */
function paper_pair({ printed, exact }) {
  const left = [...exact];
  return printed.map((text) => (text === '\u2013' ? null : read_paper_exact(left.shift())));
}

function figures_of_paper(rows, json, terms) {
  const row = (word) => rows.find(({ title, number }) => number === null && title === word);
  const band = (word) => (row(word) ? paper_pair(row(word)) : both(0n));
  const less = (word) => band(word).map((one) => -one);
  const totals = {
    calendar: band('Covered hours by the calendar'), planned: terms.planned_down === 'excluded' ? less('less Planned work') : band('Planned work'), unknown: terms.unknown === 'excluded' ? less('less Not observed') : band('Not observed'), excluded: less('less Excluded causes'),
    covered: band('Covered time C'), down: band('Down'), limited: band('Limited'), lost: band('Lost time L'),
  };
  return figures(totals, paper_lines(rows, json).map((one) => ({ key: key_of(one.line), figures: paper_pair(one) })));
}

/** By the figures as they are printed there: what leaves C, what makes L, and each part by its lines. */
function assert_adds_up({ totals, lines }, { planned_down, unknown }, where) {
  readings.forEach((reading, at) => {
    const of = (name) => totals[name][at];
    const leaves = [planned_down === 'excluded' ? of('planned') : 0n, unknown === 'excluded' ? of('unknown') : 0n, of('excluded')];
    assert.equal(of('calendar') - sum(leaves), of('covered'), `${where}, ${reading}: what is covered`);
    assert.equal(of('down') + of('limited') + (planned_down === 'lost' ? of('planned') : 0n) + (unknown === 'down' ? of('unknown') : 0n), of('lost'), `${where}, ${reading}: what is lost`);
    for (const part of ['planned', 'unknown', 'excluded', 'down', 'limited']) {
      assert.equal(sum(lines.filter(({ key }) => key.startsWith(`${part}@`)).map((line) => line.figures[at] ?? 0n)), of(part), `${where}, ${reading}: lines of ${part}`);
    }
  });
}

const texts = (value) => (value === null || value === undefined ? '' : String(value));

function check_csv(json, rows) {
  const lines = rows.filter(({ row }) => row === 'line');
  assert.equal(lines.length, json.lines.length);
  json.lines.forEach((line, at) => {
    const row = lines[at];
    for (const name of ['part', 'from', 'to', 'state', 'cause', 'reason', 'grade', 'source', 'declared_by', 'fault', 'lasted_ms', 'covered_ms', 'counted_ms', 'weight', 'recorded_ms', 'corrected_ms', 'rule', 'reading', 'repair_ms']) assert.equal(row[name], texts(line[name]), `CSV, line ${at}: ${name}`);
    assert.deepEqual([row.response_ms, row.promised_ms, row.kept], [line.response?.covered_ms, line.response?.promised_ms, line.response?.kept].map(texts), `CSV, line ${at}: response`);
    assert.equal(row.corrections, line.corrections.map(({ reading, by, reason }) => `${reading} by ${by}: ${reason}`).join('; '));
    assert.equal(row.events, line.events.map(({ node, epoch, seq }) => `${node}/${epoch}/${seq}`).join(' '), `CSV, line ${at}: events`);
  });
  const totals = rows.filter(({ row }) => row === 'total');
  assert.deepEqual(totals.map(({ part }) => part).sort(), Object.keys(json.corrected).filter((name) => !name.startsWith('days')).sort());
  for (const total of totals) {
    const is_ms = total.part.endsWith('_ms');
    assert.deepEqual([total[is_ms ? 'recorded_ms' : 'recorded'], total[is_ms ? 'corrected_ms' : 'corrected']], readings.map((reading) => texts(json[reading][total.part])), `CSV: ${total.part}`);
  }
}

/** `report uptime`, its like in the API, the page's export, and the list of statements tell the corrected reading. */
function check_uptime_rows(which, found) {
  const { json } = found;
  const totals = json.corrected;
  const mine = (row) => row.contract === which.contract && row.period_from === which.period_from;
  for (const rows of [read_csv(found.uptime_csv), found.uptime_json, read_csv(found.api_uptime_csv), found.api_uptime]) {
    const row = rows.find(mine);
    const period = [row.contract, row.device, row.period_from, row.period_to];
    assert.deepEqual(period, [which.contract, devices[which.contract], json.period.from, json.period.to]);
    for (const name of ['covered_ms', 'lost_ms', 'planned_ms', 'unknown_ms', 'excluded_ms', 'uptime_percent', 'worst_percent', 'best_percent', 'margin_ms', 'credit']) same_value(row[name], totals[name], name);
    same_value(row.guaranteed_percent, json.contract.guaranteed_percent, 'guaranteed_percent');
    assert.equal(row.currency, json.contract.currency);
  }
  const listed = found.listed.find(mine);
  for (const name of ['uptime_percent', 'margin_ms', 'credit']) assert.equal(listed[name], totals[name], `listed: ${name}`);
  assert.deepEqual([listed.period_to, listed.guaranteed_percent, listed.currency, listed.state, listed.ended], [json.period.to, json.contract.guaranteed_percent, json.contract.currency, json.state, json.period.ended]);
}

/** The same figure, whether as text or number; `report`'s own JSON writes percentages as numbers. */
function same_value(told, exact, name) {
  if (typeof told === 'number' && typeof exact === 'string') assert.equal(told, Number(exact), name);
  else assert.equal(texts(told), texts(exact), name);
}

const percent_or_dash = (text) => (text === null ? '\u2013' : `${percent(text)} %`);

function margin_words(totals) {
  if (totals.margin_ms === null) return '';
  const margin = e4(totals.margin_ms);
  return margin < 0n ? `; missed by ${page_hours(-margin)}` : `; ${page_hours(margin)} to spare`;
}

function check_page_ends(json, { bands, big, say, about, note, title }) {
  const { corrected, recorded, contract, period } = json;
  const pair = (band) => band.figures.map((one, at) => one ?? band.figures[at + 1]);
  assert.deepEqual(pair(bands.Uptime), [recorded, corrected].map(({ uptime_percent }) => percent_or_dash(uptime_percent)));
  assert.equal(bands.Uptime.how, `1 \u2212 L \u00f7 C = 1 \u2212 ${paper_exact(e4(corrected.lost_ms))} \u00f7 ${paper_exact(e4(corrected.covered_ms))}`);
  if (contract.guaranteed_percent === null) {
    assert.equal(bands.Allowance.how, `${contract.allowed_lost_hours} h may be lost in a period${margin_words(corrected)}`);
    assert.deepEqual(pair(bands.Allowance), [recorded, corrected].map(({ allowance_ms }) => page_hours(e4(allowance_ms))));
  } else {
    assert.deepEqual(pair(bands.Guarantee), both(`${terms_percent(contract.guaranteed_percent)} %`));
    assert.equal(bands.Guarantee.how, period.ended ? `allows ${page_hours(e4(corrected.allowance_ms))} of C to be lost${margin_words(corrected)}` : 'of what the whole period will have covered');
  }
  const credit = bands[`Credit, ${contract.currency}`];
  assert.deepEqual(pair(credit), [recorded, corrected].map((totals) => (totals.credit === null ? 'not yet' : money(totals.credit))));
  assert.ok(credit.how.includes(`${money(corrected.price)} (${money(contract.annual_price)} a year × ${corrected.days} ÷ ${corrected.days_of_year} days)`), credit.how);
  if (Number(corrected.hourly_credit) > 0) assert.ok(credit.how.includes(`${money(corrected.hourly_credit)} for hours beyond the allowance`), credit.how);
  const rate = (text) => text.replace(/\.?0+$/, '');
  const step = contract.credit.filter(({ below_percent }) => Number(corrected.uptime_percent) < Number(below_percent)).sort((a, b) => a.below_percent - b.below_percent)[0];
  if (step && period.ended) assert.ok(credit.how.startsWith(`below ${terms_percent(step.below_percent)} %: ${rate(step.credit_percent)} % of `), credit.how);
  else assert.equal(credit.how.includes('%'), false, credit.how);
  const promised = contract.guaranteed_percent === null ? `with ${contract.allowed_lost_hours} h allowed to be lost` : `of ${terms_percent(contract.guaranteed_percent)} % guaranteed`;
  assert.equal(big, `${percent(corrected.uptime_percent)} %${promised}`);
  assert.equal(say.replaceAll('\u00a0', ' '), verdict(json));
  assert.ok(about.startsWith(`${cost_words(json)} cost time.`), about);
  assert.equal(about.includes(`${cut_hours(e4(corrected.unknown_ms), true)} was not observed: if it was down, uptime is ${percent(corrected.worst_percent)} %, if it was up, ${percent(corrected.best_percent)} %.`), corrected.unknown_ms > 0, about);
  assert.ok(title.startsWith(`${json.device.title}, `));
  assert.ok(note.includes(`Terms: version ${contract.version} of ${contract.name}, digest ${contract.digest.slice(0, 16)}. Time zones: tzdata ${json.tzdata}. Log to row ${money(String(json.log_row))}`), note);
  if (json.issued) assert.ok(note.includes(`Digest of the document ${json.issued.digest}.`), note);
}

function verdict({ corrected, period, contract }) {
  if (!period.ended) return `The period has not ended. ${long_words(e4(corrected.lost_ms))} of covered time lost so far.`;
  const owed = Number(corrected.credit) > 0 ? `The vendor owes ${money(corrected.credit)} ${contract.currency}.` : 'No credit is owed.';
  return corrected.margin_ms < 0 ? `Missed by ${long_words(e4(corrected.margin_ms))}. ${owed}` : `Kept, with ${long_words(e4(corrected.margin_ms))} to spare. ${owed}`;
}

/** Lines that make lost time, as corrected. */
function costly({ lines, contract }) {
  const costs = { down: true, limited: true, excluded: false, planned: contract.planned_down === 'lost', unknown: contract.unknown === 'down' };
  return lines.filter((line) => costs[line.part] && line.corrected_ms > 0);
}

function cost_words(json) {
  const n = costly(json).length;
  return n === 0 ? 'No interval' : `${n} interval${n === 1 ? '' : 's'}`;
}

function check_page_lines(json, shown, evidence) {
  assert.deepEqual(shown.lines.map(({ key }) => key).sort(), json.lines.map(key_of).sort(), 'the page shows each line');
  const { zone } = json.contract;
  for (const line of json.lines) {
    const row = shown.lines.find(({ key }) => key === key_of(line));
    assert.equal(row.when, page_stretch(line.from, line.to, zone));
    assert.deepEqual([row.lasted, row.covered], [line.lasted_ms, line.covered_ms].map((ms) => page_hours(e4(ms))));
    assert.equal(row.weight, line.part === 'down' || line.part === 'limited' ? line.weight : '');
    assert.equal(row.told, line.declared_by ?? line.source ?? '');
    assert.equal(row.on_site, line.response?.on_site ? cut_hours(e4(line.response.covered_ms)) : '');
    check_evidence(line, evidence.get(row.key), zone);
  }
}

function check_evidence(line, shown, zone) {
  assert.deepEqual(shown.events, line.events.map((event) => [event_moment(event.t, zone), event.type, event.what, event.node, `${event.epoch}, ${event.seq}`, money(String(event.log_row)), event.digest]), key_of(line));
  const pieces = line.pieces.map(({ from, to }) => page_hours(e4(Date.parse(to) - Date.parse(from))));
  assert.deepEqual(shown.parts.slice(0, pieces.length).map(([, length]) => length), pieces, key_of(line));
  assert.equal(shown.parts[pieces.length][1], page_hours(e4(line.counted_ms)), 'its parts add up to what counts');
  assert.equal(sum(shown.parts.slice(0, pieces.length).map(([, length]) => read_page_hours(length))), e4(line.counted_ms));
  const rest = Object.fromEntries(shown.parts.slice(pieces.length));
  assert.equal(rest.counts !== undefined, line.counted_ms !== line.covered_ms);
  assert.equal(rest.covered, page_hours(e4(line.covered_ms)));
  assert.equal(rest['not covered'], line.lasted_ms > line.covered_ms ? page_hours(e4(line.lasted_ms - line.covered_ms)) : undefined);
  if (line.response?.on_site) {
    const promise = line.response.promised_ms === null ? '' : `, ${cut_hours(e4(line.response.promised_ms))} promised: ${line.response.kept ? 'kept' : 'missed'}`;
    assert.ok(shown.response.includes(`On site after ${cut_hours(e4(line.response.covered_ms), true)} of covered time${promise}. `), shown.response);
  }
  assert.equal(shown.response.includes('Repaired '), line.repair_ms !== null);
  if (line.repair_ms !== null) assert.ok(shown.response.includes(`Repaired ${cut_hours(e4(line.repair_ms), true)} after the report.`), shown.response);
  assert.equal(shown.said.length, line.corrections.length);
  line.corrections.forEach((one, at) => assert.ok([one.reason, `by ${one.by}`, `${one.node}, ${one.epoch}, ${one.seq}`].every((words) => shown.said[at].includes(words)), shown.said[at]));
}

function check_paper(json, paper) {
  const { corrected, recorded, contract, period } = json;
  const printed = (word) => paper.rows.find(({ title, number }) => number === null && title === word)?.printed ?? null;
  const exact = (word) => paper.rows.find(({ title, number }) => number === null && title === word)?.exact ?? null;
  const pairs = { Uptime: 'uptime_percent', 'Worst case': 'worst_percent', 'Best case': 'best_percent' };
  for (const [word, name] of Object.entries(pairs)) assert.deepEqual(printed(word), [recorded, corrected].map((totals) => percent_or_dash(totals[name])), word);
  const lengths = { 'Allowed to be lost': 'allowance_ms', 'Covered time C': 'covered_ms', 'Lost time L': 'lost_ms', 'Covered hours by the calendar': 'calendar_ms', ...(period.ended ? { Margin: 'margin_ms' } : {}) };
  for (const [word, name] of Object.entries(lengths)) {
    assert.deepEqual(printed(word), [recorded, corrected].map((totals) => paper_clock(e4(totals[name]))), word);
    assert.deepEqual(exact(word), [recorded, corrected].map((totals) => paper_exact(e4(totals[name]))), word);
  }
  const sums = { [`Price of the period, ${contract.currency}`]: 'price', 'Credit by the step reached': 'step_credit', 'Credit by the hour': 'hourly_credit', [`Credit owed, ${contract.currency}`]: 'credit' };
  for (const [word, name] of Object.entries(sums)) {
    const is_there = period.ended && (!word.startsWith('Credit by') || [recorded, corrected].some((totals) => Number(totals[name]) > 0));
    assert.deepEqual(printed(word), is_there ? [recorded, corrected].map((totals) => money(totals[name])) : null, word);
  }
  if (!period.ended) assert.equal(printed('Margin'), null);
  check_paper_head(json, paper.head);
  check_paper_lines(json, paper);
}

function check_paper_head(json, head) {
  const { corrected, contract, period } = json;
  const issued = json.issued ? [`Edition ${json.edition} `, `Issued ${paper_moment(json.issued.at, contract.zone)} by ${json.issued.by}`, `Document ${json.issued.digest}`] : ['Edition draft', 'Issued not issued', 'Document none: a draft'];
  const owed = !period.ended ? 'Nothing is owed yet.' : Number(corrected.credit) > 0 ? `${contract.vendor} owes ${money(corrected.credit)} ${contract.currency}.` : 'No credit is owed.';
  const margin = !period.ended ? 'The period has not ended.' : corrected.margin_ms < 0 ? `Missed by ${long_words(e4(corrected.margin_ms))}.` : `Kept, with ${long_words(e4(corrected.margin_ms))} to spare.`;
  const promised = contract.guaranteed_percent === null ? `${long_words(e4(corrected.lost_ms))} lost, of ${long_words(e4(corrected.allowance_ms))} allowed` : `of ${terms_percent(contract.guaranteed_percent)} % guaranteed`;
  const words = [`${percent(corrected.uptime_percent)} % ${promised}`, `${margin} ${owed}`, `${cost_words(json).replace('1 interval', 'One interval').replace(/^One intervals/, '1 intervals')} cost time.`, `Period ${paper_day(period.from)} \u2013 ${paper_day(period.to)}`, `Contract version ${contract.version}, ${contract.digest}`, `Log to row ${json.log_row}, ${json.log_to}`, `Times ${contract.zone}, rules ${json.tzdata}`, `Serial number ${json.device.serial}`, ...issued];
  for (const one of words) assert.ok(head.includes(one), `PDF: "${one}" in ${head}`);
}

function check_paper_lines(json, paper) {
  const { zone } = json.contract;
  const lines = paper_lines(paper.rows, json);
  assert.equal(lines.length, json.lines.length, 'the PDF shows each line');
  assert.equal(paper.events.length, lines.length);
  lines.forEach((row, at) => {
    const { line } = row;
    const notes = row.notes.join(' ');
    assert.equal(row.number, at + 1);
    assert.equal(row.notes[0], line.lasts ? `${paper_moment(line.from, zone)} \u2013 not ended` : paper_stretch(line.from, line.to, zone));
    assert.deepEqual([row.lasted, row.covered], [line.lasted_ms, line.covered_ms].map((ms) => paper_clock(e4(ms))));
    assert.equal(row.weight, line.weight);
    assert.deepEqual(row.printed, [line.recorded_ms, line.corrected_ms].map((ms) => (ms === null ? '\u2013' : paper_clock(e4(ms)))));
    if (line.response?.on_site) assert.ok(notes.includes(`Engineer on site after ${long_words(e4(line.response.covered_ms))} covered${line.response.promised_ms === null ? '' : ` of ${long_words(e4(line.response.promised_ms))} promised${line.response.kept ? '' : ': not kept'}`}.`), notes);
    assert.equal(notes.includes('Repaired after'), line.repair_ms !== null, notes);
    if (line.repair_ms !== null) assert.ok(notes.includes(`Repaired after ${long_words(e4(line.repair_ms))}.`), notes);
    for (const one of line.corrections) assert.ok(notes.includes(`${paper_moment(one.at, zone)} ${one.reading} by ${one.by}: ${one.reason}`), notes);
    assert.deepEqual(paper.events[at], line.events.map(({ node, epoch, seq, log_row, digest }) => ({ node, epoch, seq, log_row, digest })), `PDF: events of line ${at + 1}`);
  });
}

/** Compares one statement in all places, and gives it back. */
async function agree(which) {
  const found = await gather(which);
  const { json } = found;
  const terms = json.contract;
  for (const name of Object.keys(found.report_json)) assert.deepEqual(found.report_json[name], json[name], `report: ${name}`);
  assert.equal(found.report_csv, found.csv);
  assert.ok(found.report_pdf.equals(found.pdf), 'the PDF of the report is the PDF of the page');
  const rows = read_csv(found.csv);
  check_csv(json, rows);
  if (!which.edition) check_uptime_rows(which, found);
  check_page_ends(json, found.page);
  check_page_lines(json, found.page, found.evidence);
  const paper = read_pdf(found.pdf);
  check_paper(json, paper);
  const exact = figures_of_json(json);
  const told = { json: exact, csv: figures_of_csv(rows, terms), page: figures_of_page(found.page, terms), pdf: figures_of_paper(paper.rows, json, terms) };
  for (const [where, one] of Object.entries(told)) {
    assert.deepEqual(one, exact, where);
    assert_adds_up(one, terms, where);
  }
  return found;
}

for (const contract of Object.keys(devices)) {
  test(`${contract}: the month that ended, as recorded`, async () => {
    const { json } = await agree({ contract, period_from: day(last) });
    assert.ok(json.period.ended && json.lines.length >= 3);
    assert.equal(Number(json.corrected.credit) > 0, contract !== 'us-up', json.corrected.credit);
  });

  test(`${contract}: the month that runs`, async (t) => {
    const { json, fleet } = await agree({ contract, period_from: day(current) });
    const row = fleet.rows.find((one) => one.contract === contract);
    assert.equal(json.period.ended, row.period.from !== json.period.from, 'the fleet tells of what runs');
    if (json.period.ended) return t.skip('a month began in this zone within the last 36 hours');
    assert.ok(json.corrected.credit === null && json.corrected.margin_ms === null);
    for (const name of ['uptime_percent', 'worst_percent', 'best_percent']) assert.equal(row[name], json.corrected[name], name);
    assert.deepEqual([row.period, row.guaranteed_percent, row.currency], [{ from: json.period.from, to: json.period.to, length: 'month' }, json.contract.guaranteed_percent, json.contract.currency]);
    for (const name of ['covered_ms', 'lost_ms', 'planned_ms', 'unknown_ms', 'excluded_ms']) assert.equal(row[name], json.corrected[name], name);
    assert.equal(row.losses, costly(json).length, 'intervals that cost time');
  });
}

test('every part and rule is among what was compared', async () => {
  const all = await Promise.all(Object.keys(devices).map((contract) => ask_json({ contract, period_from: day(last) })));
  assert.deepEqual([...new Set(all.flatMap(({ lines }) => lines.map(({ part }) => part)))].sort(), ['down', 'excluded', 'limited', 'planned', 'unknown']);
  assert.deepEqual([...new Set(all.flatMap(({ lines }) => lines.map(({ rule }) => rule ?? '')))].sort(), ['', 'before_call', 'too_short', 'until_release']);
  assert.ok(all.some(({ corrected }) => e4(corrected.lost_ms) % 10_000n !== 0n), 'a part of a millisecond');
});

async function correct(contract, find, correction) {
  const { lines } = await ask_json({ contract, period_from: day(last) });
  const { from, to } = lines.find(find);
  const response = await session.ask('/api/v1/corrections', { method: 'POST', body: JSON.stringify({ device: devices[contract], from, to, ...correction }) });
  assert.equal(response.status, 200, await response.clone().text());
}

test('as corrected: both readings, each in every place', async () => {
  await correct('mr-steps', ({ cause }) => cause === 'unexplained', { reading: 'explained', cause: 'facility', reason: 'Mains failure, "phase 2", of the building' });
  await correct('mr-steps', ({ part }) => part === 'limited', { reading: 'reclassified', state: 'planned_down', reason: 'Announced on the 1st' });
  await correct('mr-steps', ({ reason }) => reason === 'fault:image', { reading: 'disputed', reason: 'The vendor says it was used' });
  await correct('ct-hours', ({ part }) => part === 'unknown', { reading: 'reclassified', state: 'ready', reason: 'The room was in use, by its paper list' });
  await correct('us-up', ({ part }) => part === 'planned', { reading: 'reclassified', state: 'down', cause: 'equipment', reason: 'Nobody came' });
  for (const contract of Object.keys(devices)) {
    const { json, page: shown } = await agree({ contract, period_from: day(last) });
    assert.notDeepEqual(json.recorded, json.corrected, contract);
    assert.ok(shown.heads.includes('As recorded'), `${contract}: ${shown.heads}`);
  }
});

test('where there is little room both readings stand one above the other', async () => {
  const number = (ms) => (ms === null ? '\u2013' : page_hours(e4(ms)));
  for (const view of [views.tablet, views.phone]) {
    const narrow = await open_page(browser, view, collector.address);
    await sign_in(narrow.page, 'bo', password);
    for (const contract of Object.keys(devices)) {
      const json = await ask_json({ contract, period_from: day(last) });
      await narrow.page.goto(`/statement/${contract}/${devices[contract]}/${day(last)}`);
      await settled(narrow.page);
      const main = (key) => narrow.page.locator(`.ledger tr[data-key="${key}"] > td.main`).innerText();
      const stacked = (recorded, corrected) => (recorded === corrected ? corrected : `${corrected}\nrecorded ${recorded}`);
      for (const line of json.lines) assert.equal(await main(key_of(line)), stacked(number(line.recorded_ms), number(line.corrected_ms)), key_of(line));
      const totals = { 'Covered time C': (of) => number(of.covered_ms), 'Lost time L': (of) => number(of.lost_ms), Uptime: (of) => percent_or_dash(of.uptime_percent), [`Credit, ${json.contract.currency}`]: (of) => money(of.credit) };
      for (const [word, told] of Object.entries(totals)) assert.equal(await main(word), stacked(told(json.recorded), told(json.corrected)), `${contract}: ${word}`);
    }
    assert.deepEqual(narrow.noted, []);
    await narrow.context.close();
  }
});

test('as issued: the edition in every place, with its digest', async () => {
  for (const contract of Object.keys(devices)) {
    const response = await session.ask('/api/v1/statements', { method: 'POST', body: JSON.stringify({ contract, device: devices[contract], period_from: day(last) }) });
    assert.equal(response.status, 200, await response.clone().text());
  }
  await correct('mr-steps', ({ rule }) => rule === 'too_short', { reading: 'disputed', reason: 'After the issue' });
  for (const contract of Object.keys(devices)) {
    const { json, page: shown } = await agree({ contract, period_from: day(last), edition: '1' });
    assert.equal(json.edition, 1);
    assert.match(shown.standing, /^Edition 1, issued .* by bo, and kept as it was\.$/);
  }
});

test('the list of statements and the fleet print what is exact', async () => {
  await page.goto('/statements');
  await settled(page);
  for (const row of (await session.json('/api/v1/statements')).filter(({ period_from }) => period_from >= day(last))) {
    const cells = await page.locator(`tr[data-key="${row.contract}/${row.device}/${row.period_from}"] > *`).allTextContents();
    const dash = (text) => text ?? '\u2013';
    assert.deepEqual(cells.slice(3, 7), [dash(row.uptime_percent && percent(row.uptime_percent)), dash(row.guaranteed_percent && terms_percent(row.guaranteed_percent)), row.margin_ms === null ? (row.ended ? '\u2013' : 'so far') : page_hours(e4(row.margin_ms)), row.credit === null ? '\u2013' : `${money(row.credit)} ${row.currency}`], row.contract);
  }
  await page.goto('/');
  await settled(page);
  const export_link = await page.getByRole('link', { name: 'Export' }).getAttribute('href');
  assert.equal(export_link, '/api/v1/uptime?format=csv', 'the page’s export is what was compared above');
  const { rows } = await session.json('/api/v1/fleet');
  for (const row of rows) {
    const cells = await page.locator(`tr[data-key="${row.contract}/${row.device}"] > *`).allTextContents();
    assert.equal(cells[4], row.uptime_percent === null ? '\u2013' : percent(row.uptime_percent));
    assert.equal(cells[5], row.guaranteed_percent === null ? `${cut_hours(e4(row.allowance_ms))} h` : terms_percent(row.guaranteed_percent));
    assert.equal(cells[6], `${cut_hours(e4(row.lost_ms))} in ${row.losses}`);
  }
  assert.deepEqual(noted, []);
});
