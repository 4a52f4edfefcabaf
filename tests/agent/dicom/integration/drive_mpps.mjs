// Drives an MPPS SCP with a DICOM implementation that is not ours (dcmjs-dimse), while other peers misbehave.
//
//   node drive_mpps.mjs --port 11112 [--host 127.0.0.1] [--ae ISOCENTER] [--calling CT1] [--station CT1]
//     [--zone America/New_York] [--exams 100] [--parallel 20] [--silent 10] [--leaking 3000] [--pid PID]
//     [--stranger]      also tries a station that is not configured; only where no device has this machine's address
//     [--without-wrong-uses]
//
// Prints one JSON object: what it did (exams with their times, the identities it planted), what was answered, and
// `failures`. Exit code 0 where all was answered as PS3.4 annex F and PS3.7 annex C say, else 1.

import { readFileSync } from 'node:fs';
import net from 'node:net';
import { parseArgs } from 'node:util';
import dimse from 'dcmjs-dimse';

const { Client, Dataset, log } = dimse;
const { CEchoRequest, NCreateRequest, NGetRequest, NSetRequest } = dimse.requests;
const { SopClass } = dimse.constants;
log.disableAll();

const { values: options } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string' },
    ae: { type: 'string', default: 'ISOCENTER' },
    calling: { type: 'string', default: 'CT1' },
    station: { type: 'string', default: 'CT1' },
    zone: { type: 'string', default: 'America/New_York' },
    exams: { type: 'string', default: '100' },
    parallel: { type: 'string', default: '20' },
    silent: { type: 'string', default: '10' },
    leaking: { type: 'string', default: '3000' },
    pid: { type: 'string' },
    stranger: { type: 'boolean', default: false },
    'without-wrong-uses': { type: 'boolean', default: false },
  },
});
const port = Number(options.port);
const failures = [];
const answer_ms = [];

const hex = (status) => (typeof status === 'number' ? status.toString(16).padStart(4, '0') : String(status));

// One association with one request. Gives { status, response } or { rejected } or { failed }.
function ask(request, { calling = options.calling, called = options.ae } = {}) {
  return new Promise((resolve) => {
    const client = new Client();
    const began = performance.now();
    let answered = null;
    request.on('response', (response) => {
      answer_ms.push(performance.now() - began);
      answered = { status: response.getStatus(), response };
    });
    client.on('associationRejected', (why) => resolve({ rejected: why.reason }));
    client.on('networkError', (error) => resolve(answered ?? { failed: error.message }));
    client.on('closed', () => resolve(answered ?? { failed: 'closed without an answer' }));
    client.addRequest(request);
    client.send(options.host, port, calling, called, { connectTimeout: 10000, associationTimeout: 10000, pduTimeout: 20000 });
  });
}

// DA and TM of an instant in the department's zone.
function local(instant) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: options.zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit', second: '2-digit',
    }).formatToParts(instant).map((part) => [part.type, part.value]));
  return { date: parts.year + parts.month + parts.day, time: parts.hour + parts.minute + parts.second };
}

const begun_at = Math.floor(Date.now() / 1000) * 1000 - 3 * 3600 * 1000;
const reasons = ['110501', '110505', '110514'];

// What this driver will do, with planted identities that must be found nowhere afterwards.
function planExam(i) {
  const started = new Date(begun_at + i * 61_000);
  const ended = new Date(started.getTime() + (300 + i) * 1000);
  const discontinued = i % 10 === 9;
  return {
    sop_instance: Dataset.generateDerivedUid(),
    study: Dataset.generateDerivedUid(),
    accessions: i % 7 === 6 ? [`ACC${7000 + i}A`, `ACC${7000 + i}B`] : [`ACC${7000 + i}`],
    started: started.toISOString(),
    ended: ended.toISOString(),
    status: discontinued ? 'discontinued' : 'completed',
    reason: discontinued ? reasons[i % reasons.length] : '',
    images: discontinued ? 0 : 1 + (i % 5),
    patient: { name: `Plantedname${i}^Erika`, id: `PLANTEDID${i}`, birth_date: `1964${String(1 + (i % 12)).padStart(2, '0')}17` },
  };
}

function createDataset(exam, change = {}) {
  const { date, time } = local(new Date(exam.started));
  return new Dataset({
    ScheduledStepAttributesSequence: exam.accessions.map((accession) => ({
      StudyInstanceUID: exam.study, AccessionNumber: accession, RequestedProcedureID: '', ReferencedStudySequence: [],
      RequestedProcedureDescription: `for ${exam.patient.name}`, ScheduledProcedureStepID: '',
      ScheduledProcedureStepDescription: '', ScheduledProtocolCodeSequence: [],
    })),
    PatientName: exam.patient.name, PatientID: exam.patient.id, PatientBirthDate: exam.patient.birth_date,
    PatientSex: 'F', ReferencedPatientSequence: [],
    PerformedProcedureStepID: 'PPS' + exam.accessions[0], PerformedStationAETitle: options.station,
    PerformedStationName: '', PerformedLocation: '', PerformedProcedureStepStartDate: date,
    PerformedProcedureStepStartTime: time, PerformedProcedureStepStatus: 'IN PROGRESS',
    PerformedProcedureStepDescription: `Chest of ${exam.patient.name}`, PerformedProcedureTypeDescription: '',
    ProcedureCodeSequence: [], PerformedProcedureStepEndDate: '', PerformedProcedureStepEndTime: '', Modality: 'CT',
    StudyID: '', PerformedProtocolCodeSequence: [], PerformedSeriesSequence: [], ...change,
  });
}

function endDataset(exam, change = {}) {
  const { date, time } = local(new Date(exam.ended));
  const images = Array.from({ length: exam.images }, (_, i) => ({
    ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2', ReferencedSOPInstanceUID: `${exam.study}.${i + 1}`,
  }));
  const elements = {
    PerformedProcedureStepStatus: exam.status.toUpperCase(), PerformedProcedureStepEndDate: date,
    PerformedProcedureStepEndTime: time,
    PerformedSeriesSequence: [{
      PerformingPhysicianName: exam.patient.name, ProtocolName: 'Chest', OperatorsName: '',
      SeriesInstanceUID: `${exam.study}.99`, SeriesDescription: '', RetrieveAETitle: '',
      ReferencedImageSequence: images, ReferencedNonImageCompositeSOPInstanceSequence: [],
    }],
    ...change,
  };
  if (exam.reason) {
    elements.PerformedProcedureStepDiscontinuationReasonCodeSequence = [
      { CodeValue: exam.reason, CodingSchemeDesignator: 'DCM', CodeMeaning: 'a reason' }];
  }
  for (const [name, value] of Object.entries(elements)) if (value === undefined) delete elements[name];
  return new Dataset(elements);
}

function nCreate(uid, dataset, sop_class = SopClass.ModalityPerformedProcedureStep) {
  const request = new NCreateRequest(sop_class, uid, SopClass.ModalityPerformedProcedureStep);
  request.setDataset(dataset);
  return request;
}

function nSet(uid, dataset, sop_class = SopClass.ModalityPerformedProcedureStep) {
  const request = new NSetRequest(sop_class, uid, SopClass.ModalityPerformedProcedureStep);
  request.setDataset(dataset);
  return request;
}

async function perform(exam) {
  const created = await ask(nCreate(exam.sop_instance, createDataset(exam)));
  if (created.status !== 0) failures.push(`create ${exam.accessions[0]}: ${hex(created.status)} ${created.failed ?? ''}`);
  const ended = await ask(nSet(exam.sop_instance, endDataset(exam)));
  if (ended.status !== 0) failures.push(`end ${exam.accessions[0]}: ${hex(ended.status)} ${ended.failed ?? ''}`);
}

async function performAll(exams, parallel) {
  const queue = [...exams];
  await Promise.all(Array.from({ length: parallel }, async () => {
    for (let exam = queue.shift(); exam; exam = queue.shift()) await perform(exam);
  }));
}

// Every wrong use of the service with the answer the standard has for it. Adds the exams it needs to `exams`.
async function misuse(exams, planned) {
  const uses = [];
  const expect = (name, expected, got) => {
    const error_id = got.response?.getCommandDataset().getElement('ErrorID');
    const text = got.rejected !== undefined ? `rejected ${got.rejected}` : hex(got.status) + (error_id ? ' ' + hex(error_id) : '');
    uses.push({ name, expected, got: text });
    if (text !== expected) failures.push(`${name}: ${text} instead of ${expected} ${got.failed ?? ''}`);
    return got;
  };
  const next = () => planExam(planned++);
  const open = next();
  expect('create', '0000', await ask(nCreate(open.sop_instance, createDataset(open))));
  expect('repeated create', '0111', await ask(nCreate(open.sop_instance, createDataset(open))));
  expect('set of an unknown status', '0106', await ask(nSet(open.sop_instance, endDataset(open, { PerformedProcedureStepStatus: 'DONE' }))));
  expect('end without its time', '0120', await ask(nSet(open.sop_instance, endDataset(open, { PerformedProcedureStepEndTime: undefined }))));
  expect('end with an empty time', '0121', await ask(nSet(open.sop_instance, endDataset(open, { PerformedProcedureStepEndTime: '' }))));
  expect('end without a series', '0121', await ask(nSet(open.sop_instance, endDataset(open, { PerformedSeriesSequence: [] }))));
  expect('update', '0000', await ask(nSet(open.sop_instance, new Dataset({ PerformedProcedureStepStatus: 'IN PROGRESS' }))));
  expect('end', '0000', await ask(nSet(open.sop_instance, endDataset(open))));
  expect('set after the end', '0110 a710', await ask(nSet(open.sop_instance, endDataset(open))));
  expect('create of an ended one', '0111', await ask(nCreate(open.sop_instance, createDataset(open))));
  exams.push(open);

  const never = next();
  const created = (change) => ask(nCreate(never.sop_instance, createDataset(never, change)));
  expect('create that is completed', '0106', await created({ PerformedProcedureStepStatus: 'COMPLETED' }));
  expect('create without a start', '0120', await ask(nCreate(never.sop_instance, new Dataset({ Modality: 'CT', PerformedProcedureStepStatus: 'IN PROGRESS' }))));
  expect('create with an empty start', '0121', await created({ PerformedProcedureStepStartTime: '' }));
  expect('create on no day', '0106', await created({ PerformedProcedureStepStartDate: '20260231' }));
  expect('create of another SOP class', '0118', await ask(nCreate(never.sop_instance, createDataset(never), '1.2.840.10008.5.1.4.34.6.1')));
  expect('set of another SOP class', '0118', await ask(nSet(never.sop_instance, endDataset(never), '1.2.840.10008.5.1.4.34.6.1')));
  expect('set of an unknown instance', '0112', await ask(nSet(never.sop_instance, endDataset(never))));
  expect('get', '0211', await ask(new NGetRequest(SopClass.ModalityPerformedProcedureStep, never.sop_instance, SopClass.ModalityPerformedProcedureStep)));
  if (options.stranger) {
    const dataset = createDataset(never, { PerformedStationAETitle: 'STRANGER' });
    expect('create of an unknown station', '0106', await ask(nCreate(never.sop_instance, dataset), { calling: 'STRANGER' }));
  }
  expect('called AE title of another', 'rejected 7', await ask(new CEchoRequest(), { called: 'SOMEONE' }));
  expect('echo', '0000', await ask(new CEchoRequest()));
  return uses;
}

// Connections that say nothing, or half a request, and come back as often as they are closed.
function holdSilently(count) {
  const held = { connections: 0, closed: 0, sockets: new Set(), is_over: false };
  const connect = (says) => {
    if (held.is_over) return;
    const socket = net.connect({ host: options.host, port });
    held.connections++;
    held.sockets.add(socket);
    socket.on('connect', () => says && socket.write(says));
    socket.on('error', () => {});
    socket.on('close', () => {
      held.closed++;
      held.sockets.delete(socket);
      setTimeout(() => connect(says), 20);
    });
  };
  const half = associationRequest([]).subarray(0, 100);
  for (let i = 0; i < count; i++) connect(i % 2 ? half : null);
  held.release = () => {
    held.is_over = true;
    for (const socket of held.sockets) socket.destroy();
  };
  return held;
}

function item(type, body) {
  const header = Buffer.from([type, 0, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([header, body]);
}

// A well-formed A-ASSOCIATE-RQ with these further items in its user information.
function associationRequest(items) {
  const title = (text) => Buffer.from(text.padEnd(16));
  const context = item(0x20, Buffer.concat([
    Buffer.from([1, 0, 0, 0]), item(0x30, Buffer.from('1.2.840.10008.1.1')), item(0x40, Buffer.from('1.2.840.10008.1.2'))]));
  const information = item(0x50, Buffer.concat([item(0x51, Buffer.from([0, 0, 0x40, 0])), item(0x52, Buffer.from('1.2.3')), ...items]));
  const body = Buffer.concat([
    Buffer.from([0, 1, 0, 0]), title(options.ae), title(options.calling), Buffer.alloc(32),
    item(0x10, Buffer.from('1.2.840.10008.3.1.1.1')), context, information]);
  const header = Buffer.from([1, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(body.length, 2);
  return Buffer.concat([header, body]);
}

// Requests with the user identity item ten times over, of which DCMTK 3.6.7 never frees nine.
async function leak(count) {
  const identity = Buffer.concat([Buffer.from([1, 0, 4000 >> 8, 4000 & 0xff]), Buffer.alloc(4000, 0x78), Buffer.from([0, 0])]);
  const request = associationRequest(Array.from({ length: 10 }, () => item(0x58, identity)));
  const outcome = { requests: count, aborted: 0, accepted: 0, closed: 0 };
  const one = () => new Promise((resolve) => {
    const socket = net.connect({ host: options.host, port }, () => socket.write(request));
    let first = 'closed';
    socket.once('data', (data) => {
      first = data[0] === 7 ? 'aborted' : data[0] === 2 ? 'accepted' : 'closed';
      socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(outcome[first]++));
  });
  for (let i = 0; i < count; i++) await one();
  if (outcome.aborted !== count) failures.push(`leaking requests: ${JSON.stringify(outcome)}`);
  return outcome;
}

function rssKb() {
  if (!options.pid) return null;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${options.pid}/status`, 'utf8'))[1]);
}

async function main() {
  const count = Number(options.exams);
  const exams = Array.from({ length: count }, (_, i) => planExam(i));
  const first = await ask(new CEchoRequest());
  if (first.status !== 0) failures.push(`echo: ${hex(first.status)} ${first.failed ?? first.rejected}`);
  const rss_before_kb = rssKb();
  const held = holdSilently(Number(options.silent));
  const [, leaking] = await Promise.all([performAll(exams, Number(options.parallel)), leak(Number(options.leaking))]);
  const wrong_uses = options['without-wrong-uses'] ? [] : await misuse(exams, count);
  held.release();
  const rss_after_kb = rssKb();
  answer_ms.sort((a, b) => a - b);
  const quantile = (q) => Math.round(answer_ms[Math.min(answer_ms.length - 1, Math.floor(q * answer_ms.length))]);
  console.log(JSON.stringify({
    exams,
    planted: exams.flatMap(({ patient, accessions, study, sop_instance }) => [
      patient.name.split('^')[0], patient.id, patient.birth_date, ...accessions, study, sop_instance]),
    wrong_uses,
    silent: { connections: held.connections, closed: held.closed },
    leaking,
    rss_kb: rss_before_kb === null ? null : { before: rss_before_kb, after: rss_after_kb },
    answer_ms: { count: answer_ms.length, p50: quantile(0.5), p99: quantile(0.99), most: quantile(1) },
    failures,
  }));
  process.exit(failures.length ? 1 : 0);
}

await main();
