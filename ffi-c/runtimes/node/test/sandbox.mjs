// A local Seam for tests: `sandbox`, whose program SEAM_ACS_SANDBOX names.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export const USER = '33333333-3333-3333-3333-333333333333'
export const GROUP = '44444444-4444-4444-4444-444444444444'
export const BOTH = { acs_user_id: USER, acs_access_group_id: GROUP }
/** The sandbox's own; a run that searches what it wrote for a key names another. */
export const API_KEY = process.env.SEAM_ACS_SANDBOX_API_KEY || 'seam_testkey_of_the_local_sandbox'

export async function sandbox(...flags) {
  const child = spawn(process.env.SEAM_ACS_SANDBOX, ['--until-stdin-closes', ...flags], {
    stdio: ['pipe', 'pipe', 'inherit']
  })
  const lines = createInterface({ input: child.stdout })
  const [first] = await once(lines, 'line')
  const url = first.split(' ').at(-1)
  const admin = async (path, body, method = body === undefined ? 'GET' : 'POST') => {
    const signal = AbortSignal.timeout(30_000)
    return (await fetch(`${url}/_sandbox/${path}`, { method, body: body && JSON.stringify(body), signal })).json()
  }
  return {
    url,
    options: { apiKey: API_KEY, endpoint: url },
    fault: (fault) => admin('faults', fault),
    held: async () => (await admin('state')).held,
    forgetFaults: () => admin('faults', undefined, 'DELETE'),
    requests: async () => (await admin('requests')).map((request) => request.path),
    members: async () => {
      const state = await admin('state')
      const groups = state.access_groups ?? state.groups ?? state.acs_access_groups
      return groups.find((group) => group.acs_access_group_id === GROUP).members
    },
    async close() {
      child.stdin.end()
      await once(child, 'exit')
    }
  }
}

/** Waits until `what` is so, which `holds` says. */
export async function until(what, holds, limitMs = 30_000) {
  const end = performance.now() + limitMs
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${limitMs} ms in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
