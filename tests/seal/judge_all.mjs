// The Node verifier's verdict on many byte strings in one process.
//
//     node judge_all.mjs TRUST.json files FOLDER        -> {"name": "sound" | cause, ...}
//     node judge_all.mjs TRUST.json flips FILE MASK...  -> {"MASK": [cause for each position], ...}
//     node judge_all.mjs - pairs FILE                   -> [cause, ...] for lines "TRUST FILE" in base64
//     node judge_all.mjs - signatures FILE              -> [true | false, ...] for lines "KEY SIGNATURE MESSAGE" in hex
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, readTrust, signatureFits, verifyBytes } from '../../docs/formats/verify.mjs'

const [trustPath, mode, path, ...masks] = process.argv.slice(2)

function verdict (judge) {
  try {
    judge()
    return 'sound'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.name
  }
}
const lines = () => readFileSync(path, 'latin1').split('\n').filter(line => line).map(line => line.split(' '))
const decoded = (words, encoding) => words.map(word => Buffer.from(word, encoding))
const trusted = () => readTrust(readFileSync(trustPath))

const modes = {
  files () {
    const trust = trusted()
    const names = readdirSync(path).sort()
    return Object.fromEntries(names.map(name =>
      [name, verdict(() => verifyBytes(readFileSync(join(path, name)), trust))]))
  },
  flips () {
    const trust = trusted()
    const bytes = readFileSync(path)
    const verdicts = mask => Array.from(bytes, (_, at) => {
      bytes[at] ^= mask
      const found = verdict(() => verifyBytes(bytes, trust))
      bytes[at] ^= mask
      return found
    })
    return Object.fromEntries(masks.map(mask => [mask, verdicts(Number(mask))]))
  },
  pairs: () => lines().map(words => {
    const [store, file] = decoded(words, 'base64')
    return verdict(() => verifyBytes(file, readTrust(store)))
  }),
  signatures: () => lines().map(words => signatureFits(...decoded(words, 'hex')))
}
console.log(JSON.stringify(modes[mode]()))
