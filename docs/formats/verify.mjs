#!/usr/bin/env node
// Verifies a sealed file of Mozaik against a trust store; written from sealed-file.md alone, as a second opinion.
//
//     node verify.mjs FILE TRUST.json
//
// Prints one line and ends with 0, or prints the cause of the refusal and ends with 2. Node 18 or later and its
// standard library; no packages, no network. `verifyBytes` and `verifyFile` throw a Refusal; they return nothing
// that could be mistaken for a doubtful yes.

import { createHash, createPrivateKey, createPublicKey, diffieHellman, verify as verifySignature } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

export class Refusal extends Error {
  constructor (cause, message) { super(message); this.name = cause }
}
const refuse = (cause, message) => { throw new Refusal(cause, message) }

// ---- canonical JSON: RFC 8785, integers within 2^53 - 1 only, nesting up to 32, no duplicate keys -------------

const quoted = text => /\p{Surrogate}/u.test(text)
  ? refuse('NotCanonicalError', 'half of a surrogate pair')
  : JSON.stringify(text)

export function canonical (value, depth = 0) {
  if (depth > 32) refuse('NotCanonicalError', 'nested deeper than 32')
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? String(value) : refuse('NotCanonicalError', 'a number is not a plain integer')
  }
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return '[' + value.map(one => canonical(one, depth + 1)).join(',') + ']'
  const pairs = Object.keys(value).sort().map(key => quoted(key) + ':' + canonical(value[key], depth + 1))
  return '{' + pairs.join(',') + '}'
}

export function parseCanonical (bytes, what) {
  let value, again
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    again = Buffer.from(canonical(value), 'utf8')
  } catch (error) {
    refuse('NotCanonicalError', `${what}: ${error.message}`)
  }
  // Duplicate keys, other spacing, other escapes, half surrogates and numbers such as 1.0 all end here.
  if (!again.equals(bytes)) refuse('NotCanonicalError', `${what}: not the canonical form of its content`)
  return value
}

// ---- keys: Ed25519 points of the prime order in their one encoding, age recipients that keep a secret ----------

const P = 2n ** 255n - 19n
const L = 2n ** 252n + 27742317777372353535851937790883648493n
const mod = number => { const rest = number % P; return rest < 0n ? rest + P : rest }
function power (base, exponent) {
  let result = 1n
  for (base = mod(base); exponent; exponent >>= 1n) {
    if (exponent & 1n) result = mod(result * base)
    base = mod(base * base)
  }
  return result
}
const D = mod(-121665n * power(121666n, P - 2n))
const numberOf = bytes => BigInt('0x' + Buffer.from(bytes).reverse().toString('hex'))
const withoutSign = bytes => numberOf(bytes) & (2n ** 255n - 1n)

function decodePoint (bytes) { // RFC 8032, 5.1.3
  const y = withoutSign(bytes)
  const sign = numberOf(bytes) >> 255n
  if (y >= P) return null
  const u = mod(y * y - 1n)
  const v = mod(D * y * y + 1n)
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n))
  if (mod(v * x * x + u) === 0n) x = mod(x * power(2n, (P - 1n) / 4n))
  if (mod(v * x * x - u) !== 0n || (x === 0n && sign)) return null
  if ((x & 1n) !== sign) x = P - x
  return [x, y, 1n, mod(x * y)]
}

function addPoints (left, right) { // RFC 8032, 5.1.4
  const a = mod((left[1] - left[0]) * (right[1] - right[0]))
  const b = mod((left[1] + left[0]) * (right[1] + right[0]))
  const c = mod(2n * left[3] * right[3] * D)
  const d = mod(2n * left[2] * right[2])
  const [e, f, g, h] = [b - a, d - c, d + c, b + a]
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)]
}
const isIdentity = point => point[0] === 0n && point[1] === point[2]

const soundKeys = new Map()
function isSoundKey (bytes) {
  const name = bytes.toString('hex')
  if (!soundKeys.has(name)) {
    const point = decodePoint(bytes)
    let multiple = [0n, 1n, 1n, 0n]
    for (const bit of point ? L.toString(2) : '') {
      multiple = addPoints(multiple, multiple)
      if (bit === '1') multiple = addPoints(multiple, point)
    }
    soundKeys.set(name, point !== null && !isIdentity(point) && isIdentity(multiple))
  }
  return soundKeys.get(name)
}

const publicKeyOf = (der, bytes) =>
  createPublicKey({ key: Buffer.concat([Buffer.from(der, 'hex'), bytes]), format: 'der', type: 'spki' })

/** Whether a signature (64 bytes) is this key's (32 bytes) over a message; a key that does not count signs nothing. */
export function signatureFits (key, signature, message) {
  if (key.length !== 32 || signature.length !== 64 || !isSoundKey(key)) return false
  if (withoutSign(signature.subarray(0, 32)) >= P || numberOf(signature.subarray(32)) >= L) return false
  return verifySignature(null, message, publicKeyOf('302a300506032b6570032100', key), signature)
}

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
function bech32Checks (prefix, values) { // BIP 173
  const letters = [...prefix].map(letter => letter.charCodeAt(0))
  let sum = 1
  for (const value of [...letters.map(code => code >> 5), 0, ...letters.map(code => code & 31), ...values]) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    const steps = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
    steps.forEach((step, at) => { if ((top >> at) & 1) sum ^= step })
  }
  return sum === 1
}

const ANY_X25519 = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), Buffer.alloc(32)]),
  format: 'der',
  type: 'pkcs8'
})
function isSoundRecipient (text) {
  if (!/^age1[02-9ac-hj-np-z]{58}$/.test(text)) return false
  const values = [...text.slice(4)].map(letter => BECH32.indexOf(letter))
  if (!bech32Checks('age', values) || values[51] & 15) return false
  const number = values.slice(0, 52).reduce((sum, value) => sum << 5n | BigInt(value), 0n) >> 4n
  const key = Buffer.from(number.toString(16).padStart(64, '0'), 'hex')
  try {
    const secret = diffieHellman({ privateKey: ANY_X25519, publicKey: publicKeyOf('302a300506032b656e032100', key) })
    return secret.some(byte => byte !== 0) && numberOf(key) < P
  } catch {
    return false
  }
}

// ---- the documents ---------------------------------------------------------------------------------------------

const KINDS = ['contribution', 'list', 'package', 'request', 'answer', 'amendment', 'recall', 'tally', 'operation',
  'announcement', 'delivery', 'receipt', 'reading', 'judgements', 'plan', 'outcome', 'notice',
  'urgent', 'safeguarding']
/** Kinds that persons of two authorities sign, with the property that names the second. */
const SECOND = { operation: 'coordinator', announcement: 'approver' }
const ROLES = ['owner', 'releaser', 'node']
const BY_RULE = ['delivery', 'receipt', 'reading', 'judgements', 'recall', 'notice'].map(kind => [kind, 'node'])
const ROLE_OF = { package: 'releaser', ...Object.fromEntries(BY_RULE) }
const FIELDS = ['created_at', 'default_terms', 'edition', 'format', 'id', 'kind', 'members', 'properties',
  'recipients', 'sender', 'supersedes', 'synthetic', 'versions']
const AUTHORITY = /^[A-Z]{2}(-[A-Z0-9]{1,24}){0,3}$/
const SET_ID = /^(?!.{129})[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/
const SEGMENT = /^[A-Za-z0-9_]([A-Za-z0-9._-]{0,126}[A-Za-z0-9_-])?$/
const KEY_FIELDS = ['added_at', 'age_recipient', 'authority', 'key_id', 'person', 'public_key', 'revoked_at',
  'revoked_reason', 'roles']
const PERSON = /^[a-z0-9][a-z0-9.-]{0,63}$/
const HEX64 = /^[0-9a-f]{64}$/
const HEX128 = /^[0-9a-f]{128}$/
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/

const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = value => typeof value === 'string'
const hasFields = (value, fields) => isObject(value) && Object.keys(value).length === fields.length &&
  fields.every(name => Object.hasOwn(value, name))
const strictlyAscending = list => list.every((one, at) => at === 0 || list[at - 1] < one)
const isTime = text => TIME.test(text) && !text.startsWith('0000') && !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString() === text.replace('Z', '.000Z')

function nameIsSafe (name) {
  return name.length <= 255 && !['manifest.json', 'signatures.json'].includes(name.toLowerCase()) &&
    name.split('/').every(segment => SEGMENT.test(segment))
}

function membersStand (members) {
  if (!Array.isArray(members) || members.length > 10000) return false
  if (!members.every(one => hasFields(one, ['name', 'size', 'sha256']) && isText(one.name) && nameIsSafe(one.name) &&
    Number.isSafeInteger(one.size) && one.size >= 0 && isText(one.sha256) && HEX64.test(one.sha256))) return false
  const lower = new Set(members.map(one => one.name.toLowerCase()))
  const folders = [...lower].flatMap(name => [...name.matchAll(/\//g)].map(found => name.slice(0, found.index)))
  return lower.size === members.length && !folders.some(folder => lower.has(folder)) &&
    strictlyAscending(members.map(one => one.name))
}

function namesSecond (manifest) {
  const name = SECOND[manifest.kind]
  const second = Object.hasOwn(manifest.properties, name) ? manifest.properties[name] : ''
  return AUTHORITY.test(second) && second !== manifest.sender
}

function isNumbered (manifest) {
  const [follows, number] = ['follows', 'number'].map(name => manifest.properties[name])
  const isNumber = text => isText(text) && /^(0|[1-9][0-9]{0,8})$/.test(text)
  return manifest.recipients.length === 1 && manifest.recipients[0] !== manifest.sender &&
    isNumber(follows) && isNumber(number) && Number(follows) < Number(number)
}

function readManifest (bytes) {
  const value = parseCanonical(bytes, 'manifest.json')
  if (isObject(value) && Number.isInteger(value.format) && value.format > 1) {
    refuse('NewerFormatError', `format ${value.format}, this program knows 1`)
  }
  const texts = pairs => isObject(pairs) && Object.values(pairs).every(isText)
  const ids = (list, form) => Array.isArray(list) && list.every(one => isText(one) && form.test(one)) &&
    strictlyAscending(list)
  const stands = hasFields(value, FIELDS) && value.format === 1 && KINDS.includes(value.kind) &&
    typeof value.synthetic === 'boolean' && isText(value.id) && SET_ID.test(value.id) &&
    isText(value.edition) && [...value.edition].length >= 1 && [...value.edition].length <= 200 &&
    ![...value.edition].some(letter => letter < ' ') && isText(value.sender) && AUTHORITY.test(value.sender) &&
    isText(value.created_at) && isTime(value.created_at) && ids(value.recipients, AUTHORITY) &&
    ids(value.supersedes, SET_ID) && !value.supersedes.includes(value.id) && texts(value.versions) &&
    texts(value.properties) && isObject(value.default_terms) && membersStand(value.members) &&
    (!Object.hasOwn(SECOND, value.kind) || namesSecond(value)) &&
    (value.kind !== 'delivery' || isNumbered(value))
  if (!stands) refuse('BadManifestError', 'the manifest breaks a rule of its format')
  return value
}

function readSignatures (bytes) {
  const value = parseCanonical(bytes, 'signatures.json')
  const isEntry = one => hasFields(one, ['key', 'role', 'signature']) && Object.values(one).every(isText) &&
    HEX64.test(one.key) && ROLES.includes(one.role) && HEX128.test(one.signature)
  if (!hasFields(value, ['format', 'signatures']) || value.format !== 1 || !Array.isArray(value.signatures) ||
    !value.signatures.every(isEntry)) refuse('BadSignatureError', 'signatures.json breaks a rule of its format')
  const keys = value.signatures.map(one => one.key)
  if (new Set(keys).size !== keys.length) refuse('SamePersonError', 'one key signed twice')
  if (!strictlyAscending(keys)) refuse('BadSignatureError', 'the signatures are not ordered by key')
  return value.signatures
}

function parseTrust (bytes) {
  if (bytes.length > 16 * 1024 * 1024) refuse('TrustStoreError', 'larger than 16 MiB')
  try {
    return parseCanonical(bytes, 'trust store')
  } catch (error) {
    refuse('TrustStoreError', error.message)
  }
}

function keyStands (key) {
  return hasFields(key, KEY_FIELDS) &&
    ['key_id', 'public_key', 'authority', 'person', 'age_recipient', 'added_at'].every(name => isText(key[name])) &&
    HEX64.test(key.public_key) && HEX64.test(key.key_id) && AUTHORITY.test(key.authority) && PERSON.test(key.person) &&
    createHash('sha256').update(Buffer.from(key.public_key, 'hex')).digest('hex') === key.key_id &&
    isSoundKey(Buffer.from(key.public_key, 'hex')) && isSoundRecipient(key.age_recipient) &&
    Array.isArray(key.roles) && key.roles.length > 0 && key.roles.every(role => ROLES.includes(role)) &&
    strictlyAscending(key.roles) && isTime(key.added_at) &&
    (key.revoked_at === null
      ? key.revoked_reason === null
      : isText(key.revoked_at) && isTime(key.revoked_at) && isText(key.revoked_reason))
}

/** The keys of a trust store by their ids; throws a Refusal. */
export function readTrust (bytes) {
  const value = parseTrust(bytes)
  if (!hasFields(value, ['format', 'keys']) || value.format !== 1 || !Array.isArray(value.keys)) {
    refuse('TrustStoreError', 'not format 1')
  }
  const keys = new Map()
  for (const key of value.keys) {
    if (!keyStands(key) || keys.has(key.key_id)) {
      refuse('TrustStoreError', 'a key of the trust store breaks a rule of its format')
    }
    keys.set(key.key_id, key)
  }
  return keys
}

// ---- who must have signed ----------------------------------------------------------------------------------------

/** The authorities whose persons must sign, one each; two of one are two persons of it. */
function signersOf (manifest) {
  if (Object.hasOwn(SECOND, manifest.kind)) return [manifest.sender, manifest.properties[SECOND[manifest.kind]]]
  return manifest.kind === 'package' ? [manifest.sender, manifest.sender] : [manifest.sender]
}

function checkSigners (manifest, manifestBytes, signatures, trust) {
  const authorities = signersOf(manifest)
  const missing = [...authorities]
  const wanted = ROLE_OF[manifest.kind] ?? 'owner'
  const persons = new Set()
  for (const one of signatures) {
    const key = trust.get(one.key)
    if (!key) refuse('UnknownKeyError', `key ${one.key.slice(0, 16)} is not in the trust store`)
    if (key.revoked_at !== null) refuse('RevokedKeyError', `key ${one.key.slice(0, 16)} is revoked`)
    const signed = Buffer.concat([Buffer.from(`mozaik seal 1\n${one.role}\n`), manifestBytes])
    if (!signatureFits(Buffer.from(key.public_key, 'hex'), Buffer.from(one.signature, 'hex'), signed)) {
      refuse('BadSignatureError', `the signature of key ${one.key.slice(0, 16)} does not fit manifest and role`)
    }
    if (one.role !== wanted || !key.roles.includes(one.role)) {
      refuse('WrongRoleError', `a ${manifest.kind} is signed as ${wanted}, by a key that may`)
    }
    if (!authorities.includes(key.authority)) refuse('WrongSenderError', `the key belongs to ${key.authority}`)
    if (missing.includes(key.authority)) missing.splice(missing.indexOf(key.authority), 1)
    persons.add(`${key.authority}/${key.person}`)
  }
  if (persons.size !== signatures.length) refuse('SamePersonError', 'one person signed twice')
  const needed = authorities.length
  if (signatures.length > needed) refuse('SurplusSignatureError', `${signatures.length}, and ${needed} belong there`)
  if (signatures.length + missing.length > needed) refuse('WrongSenderError', 'two signatures are of one authority')
  if (signatures.length < needed) refuse('TooFewSignaturesError', `${signatures.length} of ${needed}`)
}

// ---- the ZIP frame: derived and compared, never believed -------------------------------------------------------

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1
  return n
})
function crc32 (bytes, crc = 0) {
  crc = ~crc
  for (let at = 0; at < bytes.length; at++) crc = CRC_TABLE[(crc ^ bytes[at]) & 255] ^ (crc >>> 8)
  return ~crc >>> 0
}

const u16 = n => { const b = Buffer.alloc(2); b.writeUInt16LE(n); return b }
const u32 = n => { const b = Buffer.alloc(4); b.writeUInt32LE(n); return b }
const u64 = n => { const b = Buffer.alloc(8); b.writeBigUInt64LE(BigInt(n)); return b }
const MAGIC = { local: 0x04034b50, central: 0x02014b50, end64: 0x06064b50, locator: 0x07064b50, end: 0x06054b50 }
const ALL = 0xffffffff
const headerSize = name => 30 + name.length + 20

const localHeader = ({ name, size, crc }) => Buffer.concat([
  u32(MAGIC.local), u16(45), u16(0), u16(0), u16(0), u16(0x21), u32(crc), u32(ALL), u32(ALL),
  u16(name.length), u16(20), Buffer.from(name, 'latin1'), u16(1), u16(16), u64(size), u64(size)])

const centralHeader = ({ name, size, crc, offset }) => Buffer.concat([
  u32(MAGIC.central), u16(0x032d), u16(45), u16(0), u16(0), u16(0), u16(0x21), u32(crc), u32(ALL), u32(ALL),
  u16(name.length), u16(28), u16(0), u16(0), u16(0), u32(0o100600 * 65536), u32(ALL), Buffer.from(name, 'latin1'),
  u16(1), u16(24), u64(size), u64(size), u64(offset)])

function closing (entries, start) {
  const directory = Buffer.concat(entries.map(centralHeader))
  return Buffer.concat([directory,
    u32(MAGIC.end64), u64(44), u16(0x032d), u16(45), u32(0), u32(0), u64(entries.length), u64(entries.length),
    u64(directory.length), u64(start),
    u32(MAGIC.locator), u32(0), u64(start + directory.length), u32(1),
    u32(MAGIC.end), u16(0), u16(0), u16(0xffff), u16(0xffff), u32(ALL), u32(ALL), u16(0)])
}

function readSmall (read, at, name, limit) {
  const header = read(at, headerSize(name))
  if (header.subarray(0, 21).equals(Buffer.from('age-encryption.org/v1'))) {
    refuse('NotASealedFileError', 'this is an encrypted file: open it first')
  }
  if (header.length < headerSize(name) || header.readUInt32LE(0) !== MAGIC.local ||
    header.subarray(30, 30 + name.length).toString('latin1') !== name) {
    refuse('NotASealedFileError', `${name} is not where it must be`)
  }
  const size = header.readBigUInt64LE(header.length - 16)
  if (size > BigInt(limit)) refuse('NotASealedFileError', `${name} is larger than ${limit} bytes`)
  const content = Buffer.from(read(at + header.length, Number(size)))
  const entry = { name, size: Number(size), crc: crc32(content), offset: at, end: at + header.length + Number(size) }
  if (content.length !== entry.size || !localHeader(entry).equals(header)) {
    refuse('ChangedError', `${name} or its header has other bytes than were sealed`)
  }
  return { entry, content }
}

function headerFault (header, member, members) {
  const magic = header.length >= 4 ? header.readUInt32LE(0) : 0
  if (header.length === 0 || magic === MAGIC.central) refuse('MissingMemberError', `${member.name} is not there`)
  const length = header.length >= 28 ? header.readUInt16LE(26) : 0
  const found = header.subarray(30, 30 + length).toString('latin1')
  if (magic !== MAGIC.local || found === member.name || header.length < headerSize(member.name)) {
    refuse('ChangedError', `the header of member ${member.name} has other bytes than were sealed`)
  }
  if (members.some(one => one.name === found)) refuse('MissingMemberError', `${member.name} is not there`)
  refuse('ExtraMemberError', 'a member that the manifest does not name')
}

function readMember (read, at, member, members) {
  const header = read(at, headerSize(member.name))
  const crc = header.length >= 18 ? header.readUInt32LE(14) : 0
  const entry = { name: member.name, size: member.size, crc, offset: at, end: at + header.length + member.size }
  if (!localHeader(entry).equals(header)) headerFault(header, member, members)
  const digest = createHash('sha256')
  let found = 0
  for (let from = at + header.length; from < entry.end;) {
    const block = read(from, Math.min(1 << 20, entry.end - from))
    if (block.length === 0) refuse('ChangedError', `the file ends within member ${member.name}`)
    digest.update(block)
    found = crc32(block, found)
    from += block.length
  }
  if (digest.digest('hex') !== member.sha256 || found !== crc) {
    refuse('ChangedError', `member ${member.name} has other bytes than were sealed`)
  }
  return entry
}

function verify (read, trust) {
  const first = readSmall(read, 0, 'manifest.json', 4 * 1024 * 1024)
  const manifest = readManifest(first.content)
  const second = readSmall(read, first.entry.end, 'signatures.json', 64 * 1024)
  checkSigners(manifest, first.content, readSignatures(second.content), trust)
  const entries = [first.entry, second.entry]
  for (const member of manifest.members) {
    entries.push(readMember(read, entries.at(-1).end, member, manifest.members))
  }
  const start = entries.at(-1).end
  const expected = closing(entries, start)
  const found = read(start, expected.length)
  if (found.length >= 4 && found.readUInt32LE(0) === MAGIC.local) {
    refuse('ExtraMemberError', 'a member that the manifest does not name')
  }
  if (!expected.equals(found)) refuse('ChangedError', 'the directory at the end is not the one that follows')
  if (read(start + expected.length, 1).length) refuse('ExtraMemberError', 'bytes follow the end')
  return manifest
}

/** The manifest of a sealed file in memory; throws a Refusal. `trust` is what `readTrust` returned. */
export const verifyBytes = (bytes, trust) => verify((at, size) => bytes.subarray(at, at + size), trust)

/** The manifest of a sealed file on disk, read in blocks; throws a Refusal. */
export function verifyFile (path, trust) {
  const file = openSync(path, 'r')
  try {
    const total = fstatSync(file).size
    return verify((at, size) => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(size, total - at)))
      let done = 0
      for (let got = 1; got && done < buffer.length; done += got) {
        got = readSync(file, buffer, done, buffer.length - done, at + done)
      }
      return buffer.subarray(0, done)
    }, trust)
  } finally {
    closeSync(file)
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [path, trustPath] = process.argv.slice(2)
  if (!path || !trustPath) {
    console.error('usage: node verify.mjs FILE TRUST.json')
    process.exit(2)
  }
  try {
    const manifest = verifyFile(path, readTrust(readFileSync(trustPath)))
    console.log(`${path}: sound: ${manifest.kind} ${manifest.id} of ${manifest.sender}, ` +
      `${manifest.members.length} members, ${manifest.synthetic ? 'synthetic' : 'real'} data`)
  } catch (error) {
    console.error(`${path}: refused: ${error.name}: ${error.message}`)
    process.exit(2)
  }
}
