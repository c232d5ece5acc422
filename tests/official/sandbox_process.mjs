// The sandbox program as a child process that ends with this one.

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export const startSandbox = async (program, options = []) => {
  const child = spawn(program, [...options, '--until-stdin-closes'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const url = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code} before it listened`)))
    createInterface({ input: child.stdout }).once('line', (line) => {
      const found = /listening on (http:\S+)$/.exec(line)
      if (found == null) reject(new Error(`the first line of ${program} is: ${line}`))
      else resolve(found[1])
    })
  })
  const admin = async (method, path, body) => {
    const response = await fetch(`${url}/_sandbox/${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body)
    })
    const answer = await response.json()
    if (!response.ok) throw new Error(`${method} /_sandbox/${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  return { url, admin, stop: () => child.stdin.end() }
}
