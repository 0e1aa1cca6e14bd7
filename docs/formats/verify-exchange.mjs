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
  }
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
  const document = DOCUMENTS[manifest.kind]
  if (!document || names.join() !== `${manifest.kind}.json`) broken(`${manifest.kind} is not one document`)
  const value = parseCanonical(members.get(names[0]), names[0])
  if (number(value?.format) && value.format > 1) refuse('NewerDocumentError', `format ${value.format}`)
  if (!document.shape(value)) refuse('ShapeError', 'the document has another shape than its format')
  if (!document.stands(value)) broken('the document breaks a rule of its kind')
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
