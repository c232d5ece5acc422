import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Seam } from 'seam-acs'
import { BOTH, sandbox, until } from './sandbox.mjs'

const ADD = '/acs/users/add_to_access_group'
let server

before(async () => (server = await sandbox()))
after(() => server.close())

test('closing twice is fine, and a call afterwards is refused', async () => {
  const seam = new Seam(server.options)
  await seam.check()
  seam.close()
  seam.close()
  seam[Symbol.dispose]()
  await assert.rejects(seam.check(), { code: 'STATE' })
})

test('closing ends the calls under way', async () => {
  await server.fault({ path: ADD, hold: true })
  const seam = new Seam(server.options)
  const call = seam.acs.users.addToAccessGroup(BOTH)
  await until('the change was sent', async () => (await server.requests()).includes(ADD))
  seam.close()
  await assert.rejects(call, { code: 'OUTCOME_UNKNOWN' })
})

test('clients that nobody closed are freed with their objects', async context => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc')
  const open = () => readdirSync('/proc/self/fd').length
  const folder = mkdtempSync(join(tmpdir(), 'seam-acs-'))
  context.after(() => rmSync(folder, { recursive: true }))
  // Each client has a file open, which shows when it is freed.
  const auditLog = join(folder, 'audit')
  const make = () => {
    for (let i = 0; i < 200; i++) new Seam({ ...server.options, auditLog })
  }
  const before = open()
  make()
  const most = open()
  assert.ok(most > before + 100, `${before} to ${most} descriptors: the test sees nothing`)
  await until('the clients are freed', () => (gc(), open() < before + 20))
})

test('a client lives as long as its calls', async () => {
  const gc = runInNewContext('gc')
  await server.fault({ path: '/acs/systems/list', delay_ms: 300 })
  const call = new Seam(server.options).acs.systems.list()
  const timer = setInterval(gc, 20)
  assert.equal((await call).length, 2)
  clearInterval(timer)
})

test('a test that waits in vain says for what', async () => {
  await assert.rejects(until('pigs fly', () => false, 20), { message: 'waited 20 ms in vain until pigs fly' })
})
