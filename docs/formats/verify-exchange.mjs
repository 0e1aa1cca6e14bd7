#!/usr/bin/env node
// Verifies a file of the exchange against a trust store; written from sealed-file.md and exchange.md alone.
//
//     node verify-exchange.mjs FILE TRUST.json [FILE TRUST.json ...]
//
// Prints a line for each file, `sound` or the cause of the refusal, and ends with 2 if one was refused. The file is
// the opened one: age is not checked here.

import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseCanonical, readTrust, Refusal, verifyBytes } from './verify.mjs'

const refuse = (cause, message) => { throw new Refusal(cause, message) }
const broken = message => refuse('ExchangeError', message)

// ---- shapes: each says of a value whether it is one -------------------------------------------------------------

const isText = value => typeof value === 'string'
const number = value => Number.isSafeInteger(value)
const line = most => value => isText(value) && value !== '' && [...value].length <= most &&
  !/[\p{C}\p{Z}]/u.test(value.replaceAll(' ', ''))
const authority = value => isText(value) && /^[A-Z]{2}(-[A-Z0-9]{1,24}){0,3}$/.test(value)
const listOf = shape => value => Array.isArray(value) && value.every(shape)
const object = fields => value => typeof value === 'object' && value !== null && !Array.isArray(value) &&
  Object.keys(value).length === Object.keys(fields).length &&
  Object.keys(fields).every(name => Object.hasOwn(value, name) && fields[name](value[name]))
const ascending = list => list.every((one, at) => at === 0 || list[at - 1] < one)
const one = value => value === 1
const text = isText
const truth = value => typeof value === 'boolean'
const orNull = shape => value => value === null || shape(value)
const fits = form => value => isText(value) && form.test(value)
const among = (...words) => value => words.includes(value)
const mapOf = shape => value => typeof value === 'object' && value !== null && !Array.isArray(value) &&
  Object.values(value).every(shape)
const isRealDay = value => new Date(value).toISOString().startsWith(value)
const day = value => fits(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/)(value) && !value.startsWith('0000') &&
  !Number.isNaN(Date.parse(value)) && isRealDay(value)
const time = value => fits(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/)(value) &&
  !value.startsWith('0000') && !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString() === value.replace('Z', '.000Z')
const person = fits(/^[A-Z]{2}(-[A-Z0-9]{1,24}){0,3}\/[a-z0-9][a-z0-9.-]{0,63}$/)
const unique = list => new Set(list).size === list.length

const place = object({ path: text, container: orNull(text), deleted: orNull(truth) })
const field = value => value === null || isText(value) || typeof value === 'boolean' || number(value)
const holder = object({
  authority, set_kind: text, level: among('silent', 'hit', 'full'), own: truth,
  handling: listOf(among('H0', 'H1', 'H2', 'H3')), handling_notes: listOf(text), grade: text, keep_until: day,
  ticket: orNull(text), table: orNull(text), unit: orNull(text), value: orNull(text), fields: orNull(mapOf(field)),
  places: listOf(place), row: orNull(object({ set_id: text, table: text, row_id: number }))
})
const likeness = object({
  score: number, verdict: text, steps: listOf(object({ rule: text, detail: text }))
})
const hit = object({
  reference: text, position: number, kind: text, value_kind: text, values: listOf(text), second_fact: orNull(text),
  distance: orNull(number), transform: orNull(text), explanation: orNull(likeness), holders: listOf(holder),
  authorities: listOf(authority), units: number, handling: listOf(among('H0', 'H1', 'H2', 'H3')), grade: text,
  keep_until: day, points: number, reasons: listOf(object({ code: text, points: number, text })),
  status: among('unjudged', 'confirmed', 'rejected', 'disputed'), first_seen: orNull(text),
  material: orNull(among('unknown', 'known', 'harmless', 'other'))
})
const coverage = object({
  lines: listOf(object({
    authority, set_kind: text, table: text, matcher: text, state: text, reason: text, rows: orNull(number)
  })),
  authorities: listOf(authority), versions: mapOf(text), parameters: mapOf(number)
})
const group = object({
  reference: text, pictures: number, step: number, apart: orNull(number),
  nearest: listOf(object({ left: authority, right: authority, distance: number })), best: text, best_grade: text,
  splits: listOf(object({ limit: number, parts: number })), hits: listOf(text),
  files: listOf(object({ authority, unit: text, name: text, picture: text }))
})
const reading = {
  format: value => value === 1 || value === 2, reader: authority, number,
  use: among('analysis', 'court', 'protection', 'oversight'), whole: truth, hits: listOf(hit), order: listOf(text),
  coverage, synthetic: truth
}
const judgement = object({
  joint: authority, authority, person, at: text, reason: text, reference: text, verdict: text,
  acknowledged: listOf(object({ owner: text, note: text }))
})
const VERDICTS = ['confirm', 'reject', 'withdraw']
const judgementStands = said => VERDICTS.includes(said.verdict) && time(said.at) && said.reason.trim() !== '' &&
  said.person.startsWith(said.authority + '/')

// ---- the documents ----------------------------------------------------------------------------------------------

const DOCUMENTS = {
  receipt: {
    shape: object({
      format: one,
      sender: authority,
      unbroken: value => number(value) && value >= 0,
      beyond: listOf(number),
      refused: listOf(object({ number: value => number(value) && value > 0, why: line(1000) }))
    }),
    stands: value => ascending(value.beyond) && value.beyond.every(each => each > value.unbroken) &&
      ascending(value.refused.map(each => each.number))
  },
  reading: {
    shape: value => value?.format === 1 ? object(reading)(value) : object({ ...reading, groups: listOf(group) })(value),
    stands: value => {
      const grouped = (value.groups ?? []).flatMap(each => each.hits)
      if (!unique(grouped) || !grouped.every(name => value.order.includes(name))) return false
      const names = value.hits.map(each => each.reference)
      return value.number > 0 && ascending(names) && unique(value.order) &&
        names.every(name => value.order.includes(name)) && value.hits.every(each => each.position === 0) &&
        (!value.whole || names.length === value.order.length)
    }
  },
  judgements: {
    shape: object({
      format: one, joint: authority,
      judgements: listOf(object({ judgement, key: text, signature: text }))
    }),
    stands: value => value.judgements.every(each => judgementStands(each.judgement) ||
      refuse('InvalidInputError', 'a judgement is none that a person could have signed')) &&
      value.judgements.length > 0 && value.judgements.every(each => each.judgement.joint === value.joint &&
      each.judgement.authority === value.judgements[0].judgement.authority &&
      /^[0-9a-f]{64}$/.test(each.key) && /^[0-9a-f]{128}$/.test(each.signature)) &&
      unique(value.judgements.map(each => each.signature))
  }
}

const handling = listOf(among('H0', 'H1', 'H2', 'H3'))
const words = most => value => value.trim() !== '' && [...value].length <= most &&
  !/[\p{C}\p{Z}]/u.test(value.replaceAll(' ', '').replaceAll('\n', ''))
const shortLine = (value, mayBeEmpty = false) => [...value].length <= 200 && (mayBeEmpty || value.trim() !== '') &&
  !/[\p{C}\p{Z}]/u.test(value.replaceAll(' ', ''))
const isId = value => /^(?!.{129})[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/.test(value)
const hasTerms = value => /^[ABCX][1-4]$/.test(value.grade) && ascending(value.handling) && value.handling.includes('H0')
const GROUNDS = ['', 'not-held', 'judicial-permission-refused', 'national-security', 'ongoing-investigation',
  'safety-of-a-person', 'interests-of-a-legal-person', 'offence-of-a-year-or-less', 'no-offence-here',
  'owner-does-not-agree', 'not-necessary-or-not-in-proportion']
DOCUMENTS.request = {
  shape: object({
    format: one, to: authority, by: person, purpose: among('cross-check', 'operational-analysis', 'exchange'),
    legal_basis: text, urgency: among('urgent-direct', 'urgent', 'other'), answer_by: text, handling, grade: text,
    question: text, own_reference: text, partner_reference: text, ticket: text,
    selectors: listOf(object({ kind: text, value: text })), facts: text, clarifies: text
  }),
  stands: value => {
    const pairs = value.selectors.map(each => `${each.kind}\0${each.value}`)
    return hasTerms(value) && shortLine(value.legal_basis) && shortLine(value.own_reference) &&
      shortLine(value.partner_reference, true) && time(value.answer_by) && words(2000)(value.question) &&
      /^(T-[A-Z2-7]{16})?$/.test(value.ticket) && ascending(pairs) && (pairs.length > 0) === (value.facts !== '') &&
      [value.facts, value.clarifies].every(each => each === '' || isId(each))
  }
}
DOCUMENTS.answer = {
  shape: object({
    format: one, request: text, by: person, outcome: among('given', 'partly', 'refused', 'clarification'),
    ground: among(...GROUNDS), text, handling, grade: text, own_reference: text, facts: text
  }),
  stands: value => hasTerms(value) && shortLine(value.own_reference) && isId(value.request) &&
    (value.facts === '' || isId(value.facts)) && words(2000)(value.text) &&
    ['refused', 'partly'].includes(value.outcome) === (value.ground !== '') &&
    (value.facts === '' || ['given', 'partly'].includes(value.outcome))
}

// An amendment has one of three forms: what it changes says which, and `supersedes` names what it erases.
const ownSets = value => value.sets.length > 0 && ascending(value.sets) && shortLine(value.reason) &&
  value.sets.every(each => isId(each) && each.startsWith(value.by.split('/')[0] + '.'))
const ownRows = ({ rows, sets }) => {
  const inOrder = rows.every((each, at) => at === 0 || isBefore(rows[at - 1], each))
  const named = [...new Set(rows.map(each => each.set_id))]
  return rows.length <= 10000 && inOrder && (rows.length === 0 || named.join() === sets.join()) &&
    rows.every(each => each.row_id >= 0 && /^[a-z_]{1,40}$/.test(each.table))
}
const isBefore = (left, right) => left.set_id !== right.set_id
  ? left.set_id < right.set_id
  : left.table !== right.table ? left.table < right.table : left.row_id < right.row_id
const toAnother = value => value.reader !== value.by.split('/')[0]
const row = object({ set_id: text, table: text, row_id: number })
const USES = ['analysis', 'court', 'protection', 'oversight']
const AMENDMENTS = {
  'change-terms': {
    shape: object({
      format: one, change: among('change-terms'), sets: listOf(text), rows: listOf(row), reader: authority,
      level: among('silent', 'hit', 'full'), until: orNull(day), by: person, reason: text
    }),
    stands: value => ownSets(value) && ownRows(value) && toAnother(value)
  },
  permit: {
    shape: object({
      format: one, change: among('permit'), sets: listOf(text), rows: listOf(row), reader: authority,
      lifts: among('H0', 'H1', 'H2', 'H3'), use: among(...USES), until: day, by: person, reason: text
    }),
    stands: value => ownSets(value) && ownRows(value) && toAnother(value) && ['H1', 'H2'].includes(value.lifts)
  }
}
DOCUMENTS.amendment = {
  shape: object({ format: one, change: among('withdraw', 'erase'), sets: listOf(text), by: person, reason: text }),
  stands: ownSets
}
const documentOf = (kind, value) => (kind === 'amendment' && isText(value?.change) &&
  Object.hasOwn(AMENDMENTS, value.change) && AMENDMENTS[value.change]) || DOCUMENTS[kind]
DOCUMENTS.recall = {
  shape: object({
    format: one, reader: authority, references: listOf(text), files: listOf(text), after: number, reason: text
  }),
  stands: value => value.after >= 0 && value.files.length > 0 && [value.references, value.files].every(ascending) &&
    value.files.every(isId) && shortLine(value.reason)
}

const isIdOrEmpty = value => value === '' || isId(value)
DOCUMENTS.outcome = {
  shape: object({
    format: one, package: text, by: person, on: day, references: listOf(text), text, handling, grade: text,
    own_reference: text, corrects: text,
    status: among('taken-up', 'investigation-opened', 'action-carried-out', 'suspect-identified', 'arrested',
      'victim-identified', 'victim-safeguarded', 'charged', 'convicted', 'acquitted', 'closed',
      'closed-without-result', 'reopened')
  }),
  stands: value => hasTerms(value) && shortLine(value.own_reference) && ascending(value.references) &&
    isId(value.package) && isIdOrEmpty(value.corrects) && (value.text === '' || words(2000)(value.text))
}
DOCUMENTS.notice = { shape: object({ format: one, reader: authority }), stands: () => true }
const referral = object({ to: text, at: text, by: person })
const referralStands = value => value === null || (shortLine(value.to) && time(value.at))
DOCUMENTS.urgent = {
  shape: object({
    format: one, country: authority, experts: listOf(person), by: person, what: text, package: text,
    references: listOf(text), legal_basis: text, handling, grade: text, own_reference: text, refer_by: text,
    referral: orNull(referral)
  }),
  stands: value => hasTerms(value) && shortLine(value.legal_basis) && shortLine(value.own_reference) &&
    words(2000)(value.what) && ascending(value.experts) && ascending(value.references) &&
    time(value.refer_by) && isIdOrEmpty(value.package) && value.country.length === 2 &&
    value.experts.every(each => each.slice(0, 2) === value.country) && referralStands(value.referral)
}
DOCUMENTS.safeguarding = {
  shape: object({
    format: one, urgent: text, by: person, did: among('take', 'refer', 'safe', 'unfounded'),
    referral: orNull(referral), text, handling, grade: text, own_reference: text
  }),
  stands: value => hasTerms(value) && shortLine(value.own_reference) && words(2000)(value.text) &&
    isId(value.urgent) && (value.did === 'refer') === (value.referral !== null) && referralStands(value.referral)
}

/** The members of a verified file by their names. */
function membersOf (bytes, manifest) {
  const members = new Map()
  let at = 0
  for (const name of ['manifest.json', 'signatures.json', ...manifest.members.map(member => member.name)]) {
    const begin = at + 50 + name.length
    const size = Number(bytes.readBigUInt64LE(begin - 16))
    members.set(name, bytes.subarray(begin, begin + size))
    at = begin + size
  }
  return members
}

/** Throws a Refusal unless the bytes are a sound file of the exchange. */
export function verifyExchange (bytes, trust) {
  const manifest = verifyBytes(bytes, trust)
  const members = membersOf(bytes, manifest)
  const names = manifest.members.map(member => member.name)
  if (manifest.kind === 'delivery') {
    if (names.join() !== 'sealed') broken('a delivery holds one sealed file')
    return
  }
  if (!DOCUMENTS[manifest.kind] || names.join() !== `${manifest.kind}.json`) broken(`${manifest.kind} is not one document`)
  const value = parseCanonical(members.get(names[0]), names[0])
  const newest = manifest.kind === 'reading' ? 2 : 1
  if (number(value?.format) && value.format > newest) refuse('NewerDocumentError', `format ${value.format}`)
  const document = documentOf(manifest.kind, value)
  if (!document.shape(value)) refuse('ShapeError', 'the document has another shape than its format')
  if (!document.stands(value)) broken('the document breaks a rule of its kind')
  const erased = value.change === 'erase' ? value.sets : []
  if (manifest.kind === 'amendment' && manifest.supersedes.join() !== erased.join()) {
    broken('it does not stand in the place of what it erases, and of that alone')
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const paths = process.argv.slice(2)
  if (paths.length < 2 || paths.length % 2) {
    console.error('usage: node verify-exchange.mjs FILE TRUST.json [FILE TRUST.json ...]')
    process.exit(2)
  }
  let refused = false
  for (let at = 0; at < paths.length; at += 2) {
    try {
      verifyExchange(readFileSync(paths[at]), readTrust(readFileSync(paths[at + 1])))
      console.log(`${paths[at]}: sound`)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused = true
      console.log(`${paths[at]}: ${error.name}`)
    }
  }
  if (refused) process.exit(2)
}
