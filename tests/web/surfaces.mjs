// The places in which a statement stands, each read back as it is printed there.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Rows of a CSV (RFC 4180) by the names in its head. */
export function read_csv(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  const [head, ...body] = rows.filter((cells) => cells.length > 1);
  return body.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at]])));
}

/** A PDF's text as it lies on the page, without head and foot of its pages. */
export function pdf_text(bytes) {
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-pdf-'));
  try {
    writeFileSync(join(folder, 'a.pdf'), bytes);
    return execFileSync('pdftotext', ['-layout', join(folder, 'a.pdf'), '-'], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const figure = String.raw`(?:\u2212?[\d,]+:\d\d:\d\d|\u2212?[\d,]+\.\d\d(?: %)?|none|\u2013)`;
const line_row = new RegExp(String.raw`^\s*(\d+)\s+(\S.*?)\s{2,}(\d+:\d\d:\d\d)\s+(\d+:\d\d:\d\d)\s+([\d.]+)\s+(${figure})\s+(${figure})$`);
const other_row = new RegExp(String.raw`^\s*(\S.*?)\s{2,}(${figure})\s+(${figure})$`);
const exact_value = /\u2212?[\d,]+(?:\.\d+)? ms/g;

/** The calculation, row by row: title, both readings as they are printed and exact, and of a line what stands beneath it. */
function calculation(text) {
  const rows = [];
  for (const line of text.split(/[\n\f]/)) {
    const own = line_row.exec(line);
    const other = own ? null : other_row.exec(line);
    if (own) rows.push({ number: Number(own[1]), title: own[2], lasted: own[3], covered: own[4], weight: own[5], printed: [own[6], own[7]], exact: [], notes: [] });
    else if (other) rows.push({ number: null, title: other[1], printed: [other[2], other[3]], exact: [], notes: [] });
    else if (rows.length > 0) {
      rows.at(-1).exact.push(...(line.match(exact_value) ?? []));
      const note = line.replace(exact_value, '').trim();
      if (note) rows.at(-1).notes.push(note);
    }
  }
  return rows;
}

function events_by_line(text) {
  const lines = [];
  for (const row of text.split(/[\n\f]/)) {
    if (/^Line \d+\. /.test(row)) lines.push([]);
    const place = /(\S+)\/([0-9a-f]{32})\/(\d+) · log row (\d+) · digest ([0-9a-f]{32})/.exec(row);
    if (place) lines.at(-1).push({ node: place[1], epoch: place[2], seq: Number(place[3]), log_row: Number(place[4]), digest: place[5] });
  }
  return lines;
}

export function read_pdf(bytes) {
  const text = pdf_text(bytes);
  const [head, rest] = text.split('The calculation\n');
  const [table, after] = rest.split('The terms it rests on\n');
  return { head: head.replace(/\s+/g, ' '), rows: calculation(table), terms: after.split('Appendix:')[0].replace(/\s+/g, ' '), events: events_by_line(after), text };
}

/** The statement's page as its reader sees it; the evidence of each line by opening it. */
export async function read_page(page) {
  const table = await page.evaluate(() => {
    const text = (node) => (node?.textContent ?? '').trim();
    const own = (node) => {
      const copy = node.cloneNode(true);
      for (const part of copy.querySelectorAll('.under')) part.remove();
      return text(copy);
    };
    const rows = [...document.querySelectorAll('.ledger > table > tbody > tr:not(.evidence)')].map((row) => ({ kind: row.classList[0], key: row.dataset.key, cells: [...row.children].map(own) }));
    return { heads: [...document.querySelectorAll('.ledger > table > thead th')].map((th) => text(th.firstChild)), rows, big: own(document.querySelector('.big')), say: text(document.querySelector('.say')), about: text(document.querySelector('.head .terms')), title: text(document.querySelector('h1')), standing: text(document.querySelector('.bar-line .s')), note: text(document.querySelector('#page > .note')) };
  });
  const at = { recorded: table.heads.indexOf('As recorded'), corrected: Math.max(table.heads.indexOf('As corrected'), table.heads.indexOf('Counts')) };
  // Bands and ends have one cell over four columns.
  const figures = (row, shift) => [at.recorded < 0 ? null : row.cells[at.recorded - shift], row.cells[at.corrected - shift]];
  const lines = table.rows.filter(({ kind }) => kind === 'line').map((row) => ({ key: row.key, title: row.cells[0], when: row.cells[1], lasted: row.cells[2], covered: row.cells[3], weight: row.cells[4], figures: figures(row, 0), on_site: row.cells[at.corrected + 1], told: row.cells[at.corrected + 2] }));
  const bands = Object.fromEntries(table.rows.filter(({ kind }) => kind !== 'line').map((row) => [row.cells[0], { how: row.cells[1], figures: figures(row, 3), key: row.key }]));
  const order = table.rows.map(({ kind, key }) => ({ kind, key }));
  return { ...table, lines, bands, order };
}

/** What opens beneath a line. */
export async function read_evidence(page, key) {
  const row = page.locator(`tr[data-key="${key}"]`);
  await row.getByRole('button').first().click();
  const evid = page.locator(`tr[data-key="${key} evidence"] .evid`);
  await evid.waitFor();
  const read = await evid.evaluate((node) => {
    const rows = (table) => [...table.tBodies].flatMap((body) => [...body.rows]).map((one) => [...one.children].map((cell) => cell.title || cell.textContent.trim()));
    const tables = [...node.querySelectorAll('table')];
    const events = tables.find((table) => table.caption.textContent === 'Events behind this line');
    return { events: events ? rows(events) : [], parts: rows(tables.find((table) => table.classList.contains('parts'))), said: [...node.querySelectorAll('.said li')].map((li) => li.textContent), response: node.querySelector(':scope > div > p.s')?.textContent ?? '' };
  });
  await row.getByRole('button').first().click();
  await evid.waitFor({ state: 'detached' });
  return read;
}
