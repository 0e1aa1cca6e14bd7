#!/usr/bin/env node
// Verifies a chain of Mozaik; written from chain.md alone, as a second opinion.
//
//     node verify-chain.mjs FOLDER NAME NODE.json [SEQ HASH]
//
// FOLDER holds the segments of the chain NAME, NODE.json is the description of the node that writes it, SEQ and HASH
// are a head that was noted elsewhere. Prints the head and ends with 0, or prints the cause of the refusal and ends
// with 2. A folder `details` is checked if it is there. The memory does not grow with the chain: one segment is held.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { canonical, parseCanonical, Refusal, signatureFits } from './verify.mjs'

const refuse = (cause, message) => { throw new Refusal(cause, message) }
const broken = message => refuse('BrokenChainError', message)
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')
const HEX = /^[0-9a-f]{64}$/
const EVENT = /^[a-z][a-z0-9_.-]{0,63}$/
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/
const HEAD_FIELDS = ['chain', 'events', 'hash', 'key', 'node', 'segment', 'seq', 'signature']
const EMPTY = { seq: 0, hash: '0'.repeat(64) }

const hasFields = (value, fields) => value && typeof value === 'object' && !Array.isArray(value) &&
  Object.keys(value).sort().join() === fields.join()
const isNumber = value => Number.isSafeInteger(value) && value > 0
const isTime = text => TIME.test(text) && !text.startsWith('0000') && !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString() === text.replace('Z', '.000Z')

function linesOf (path) {
  if (!existsSync(path)) return []
  const text = readFileSync(path)
  const lines = []
  for (let at = 0; at < text.length;) {
    const end = text.indexOf(10, at)
    if (end < 0) refuse('TornChainError', `${path}: the last line is not whole`)
    lines.push(text.subarray(at, end))
    at = end + 1
  }
  return lines
}

/** The name and the raw public keys of a node, by id. */
export function readNode (bytes) {
  const value = parseCanonical(bytes, 'the node')
  if (!hasFields(value, ['format', 'keys', 'node']) || value.format !== 1 || !Array.isArray(value.keys)) {
    broken('the description of the node cannot be read')
  }
  const keys = value.keys.map(key => HEX.test(key) ? Buffer.from(key, 'hex') : broken('a key is not 32 bytes'))
  return { name: value.node, keys: new Map(keys.map(key => [sha256(key), key])) }
}

function readEntry (line, way, segment) {
  const value = parseCanonical(line, `the line after entry ${way.head.seq}`)
  const { hash, ...hashed } = value
  if (!hasFields(value, ['at', 'commitment', 'event', 'hash', 'previous', 'seq']) || line.length > 1023 ||
    !isNumber(value.seq) || !isTime(value.at) || !EVENT.test(value.event) ||
    ![hash, value.commitment, value.previous].every(text => HEX.test(text))) broken('a line is not an entry')
  if (sha256('mozaik chain 1\n', canonical(hashed)) !== hash) broken('a hash is not the hash of its entry')
  if (value.seq !== way.head.seq + 1 || value.previous !== way.head.hash) broken('an entry does not follow')
  way.head = { seq: value.seq, hash }
  way.events[value.event] = { count: (way.events[value.event]?.count ?? 0) + 1, segment }
  return value
}

function checkHead (line, way, segment, name, node) {
  const value = parseCanonical(line, `the head of segment ${segment}`)
  if (!hasFields(value, HEAD_FIELDS)) broken('a line is not the head of a segment')
  const { key, signature, ...said } = value
  if (said.chain !== name || said.node !== node.name || said.segment !== segment) broken('it is another head')
  if (said.seq !== way.head.seq || said.hash !== way.head.hash || canonical(said.events) !== canonical(way.events)) {
    broken('a head is not the head of its entries')
  }
  if (!/^[0-9a-f]{128}$/.test(signature)) broken('a signature is not lower-case hex')
  const bytes = Buffer.from('mozaik chain head 1\n' + canonical(said))
  if (!node.keys.has(key) || !signatureFits(node.keys.get(key), Buffer.from(signature, 'hex'), bytes)) {
    refuse('BadSignatureError', 'the node did not sign this head')
  }
}

function checkDetails (line, entry) {
  if (!line) refuse('DetailsError', `the details of entry ${entry.seq} are missing`)
  const kept = parseCanonical(line, `the details of entry ${entry.seq}`)
  const erased = hasFields(kept, ['at', 'commitment', 'event', 'seq'])
  if (!erased && !(hasFields(kept, ['at', 'details', 'event', 'salt', 'seq']) && HEX.test(kept.salt))) {
    refuse('DetailsError', 'a record is not one')
  }
  const commitment = erased
    ? kept.commitment
    : sha256('mozaik commitment 1\n', Buffer.from(kept.salt, 'hex'), canonical(kept.details))
  if (kept.seq !== entry.seq || kept.at !== entry.at || kept.event !== entry.event || commitment !== entry.commitment) {
    refuse('DetailsError', `the details of entry ${entry.seq} are not its own`)
  }
}

/** The head of a sound chain; throws a Refusal. `node` is what `readNode` returned; `known` a head, or nothing. */
export function verifyChain (folder, name, node, known) {
  const way = { head: EMPTY, events: {} }
  const segments = readdirSync(folder).filter(file => file.endsWith('.jsonl')).sort()
  let met = !known || known.seq === 0
  segments.forEach((file, at) => {
    const segment = at + 1
    if (file !== `${String(segment).padStart(8, '0')}.jsonl`) broken('a segment is missing')
    const kept = existsSync(join(folder, 'details')) ? linesOf(join(folder, 'details', file)) : null
    let closed = false
    let count = 0
    for (const line of linesOf(join(folder, file))) {
      if (closed) broken('a line stands after the head of its segment')
      closed = line.subarray(0, 9).equals(Buffer.from('{"chain":'))
      if (closed) { checkHead(line, way, segment, name, node); continue }
      const entry = readEntry(line, way, segment)
      if (kept) checkDetails(kept[count], entry)
      met ||= way.head.seq === known.seq && way.head.hash === known.hash
      count += 1
    }
    if (kept && kept.length > count) refuse('DetailsError', 'details call for a line that is not there')
    if (!closed && segment < segments.length) broken('a segment is not closed, and another follows')
  })
  if (!met) refuse('HeadError', 'the chain does not lead through the known head')
  return way.head
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, name, node, seq, hash] = process.argv.slice(2)
  if (!node) {
    console.error('usage: node verify-chain.mjs FOLDER NAME NODE.json [SEQ HASH]')
    process.exit(2)
  }
  try {
    const known = seq ? { seq: Number(seq), hash } : undefined
    const head = verifyChain(folder, name, readNode(readFileSync(node)), known)
    console.log(`${folder}: sound: ${head.seq} entries, head ${head.hash}`)
  } catch (error) {
    console.error(`${folder}: refused: ${error.name}: ${error.message}`)
    process.exit(2)
  }
}
