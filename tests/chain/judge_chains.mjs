// Judge every chain SI-GPD below a folder: node judge_chains.mjs VERIFIER FOLDER; prints {name: head or cause} as JSON.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [verifier, root] = process.argv.slice(2)
const { readNode, verifyChain } = await import(verifier)
const verdicts = {}
for (const name of readdirSync(root)) {
  try {
    verdicts[name] = verifyChain(join(root, name, 'SI-GPD'), 'SI-GPD', readNode(readFileSync(join(root, name, 'node.json')))).hash
  } catch (error) {
    if (error.constructor.name !== 'Refusal') throw error
    verdicts[name] = 'refused'
  }
}
console.log(JSON.stringify(verdicts))
