// The Node verifier's verdict on many byte strings in one process.
//
//     node judge_all.mjs TRUST.json files FOLDER        -> {"name": "sound" | cause, ...}
//     node judge_all.mjs TRUST.json flips FILE MASK...  -> {"MASK": [cause for each position], ...}
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, readTrust, verifyBytes } from '../../docs/formats/verify.mjs'

const [trustPath, mode, path, ...masks] = process.argv.slice(2)
const trust = readTrust(readFileSync(trustPath))

function verdict (bytes) {
  try {
    verifyBytes(bytes, trust)
    return 'sound'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.name
  }
}

if (mode === 'files') {
  const names = readdirSync(path).sort()
  console.log(JSON.stringify(Object.fromEntries(names.map(name => [name, verdict(readFileSync(join(path, name)))]))))
} else {
  const bytes = readFileSync(path)
  const verdicts = mask => Array.from(bytes, (_, at) => {
    bytes[at] ^= mask
    const found = verdict(bytes)
    bytes[at] ^= mask
    return found
  })
  console.log(JSON.stringify(Object.fromEntries(masks.map(mask => [mask, verdicts(Number(mask))]))))
}
