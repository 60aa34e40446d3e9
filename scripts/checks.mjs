/**
 * Runs commands of package.json side by side, a worker for each core, and tells each one's outcome and time. The output
 * of a command is shown only where it fails, whole, so that two failures do not speak through each other.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))

/** What needs no server. The longest come first: the last one to start decides when all are done. */
export const checks = ['db:check', 'typecheck', 'lint', 'imports', 'dead', 'env:check']

/** Runs one script of package.json without npm in between (it would cost a third of a second each). */
function runScript(name) {
  const startedAt = Date.now()
  const env = { ...process.env, PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}` }
  const child = spawn(scripts[name], { cwd: root, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = []
  child.stdout.on('data', (chunk) => output.push(chunk))
  child.stderr.on('data', (chunk) => output.push(chunk))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ name, isGood: false, seconds: 0, output: error.message }))
    child.once('close', (code) =>
      resolve({
        name,
        isGood: code === 0,
        seconds: (Date.now() - startedAt) / 1_000,
        output: Buffer.concat(output).toString(),
      }),
    )
  })
}

function tell({ name, isGood, seconds, output }) {
  const line = `${isGood ? 'ok  ' : 'FAIL'} ${name.padEnd(10)} ${seconds.toFixed(1)} s`
  console.log(isGood ? line : `${line}\n${output.trimEnd()}\n`)
}

/** @returns how many of them passed and failed. */
export async function runChecks(names) {
  const waiting = [...names]
  const results = []
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const result = await runScript(name)
      tell(result)
      results.push(result)
    }
  }
  await Promise.all(Array.from({ length: Math.min(Math.max(availableParallelism(), 2), names.length) }, work))
  const passed = results.filter((result) => result.isGood).length
  return { passed, failed: results.length - passed }
}
