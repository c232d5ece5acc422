import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { Outbox, Seam } from 'seam-acs'
import { BOTH, sandbox, until, USER } from './sandbox.mjs'

let server, folder

before(async () => (server = await sandbox()))
after(() => server.close())
beforeEach(() => (folder = join(mkdtempSync(join(tmpdir(), 'seam-acs-outbox-')), 'outbox')))
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

const states = async (outbox) => (await outbox.list()).map(({ state }) => state)

test('what is kept without a key is delivered by another object and told until it is acknowledged', async () => {
  const before = new Outbox(folder)
  await before.removeFromAccessGroup(BOTH)
  await before.addToAccessGroup({ ...BOTH, good_for_s: 60, actor: 'ada' })
  before.close()
  before.close()
  await assert.rejects(before.status(), { code: 'STATE' })

  const outbox = new Outbox(folder)
  assert.equal((await outbox.status()).waiting, 2)
  const seam = new Seam(server.options)
  const { delivered, status } = await outbox.deliver(seam, { untilEmpty: true })
  assert.deepEqual([delivered, status.recorded, status.superseded], [1, 1, 1])
  assert.ok((await server.members()).includes(USER))
  const [first, last] = await outbox.outcomes()
  assert.deepEqual(await outbox.outcomes(first.cursor), [last])
  await outbox.acknowledge(last.cursor)
  assert.deepEqual(await outbox.list(), [])
  seam.close()
  await assert.rejects(outbox.deliver(seam), { code: 'STATE' })
})

test('a delivery goes on until its signal is aborted, and the loop goes on meanwhile', async () => {
  const [outbox, seam, stop] = [new Outbox(folder), new Seam(server.options), new AbortController()]
  const delivery = outbox.deliver(seam, { signal: stop.signal })
  await outbox.removeFromAccessGroup(BOTH)
  await until('it is recorded', async () => (await states(outbox))[0] === 'recorded')
  stop.abort()
  await assert.rejects(delivery, { code: 'CANCELLED' })
  seam.close()
})

test('a list is kept whole or not at all, and until keeps two changes', async () => {
  const outbox = new Outbox(folder)
  const add = { action: 'add', ...BOTH }
  await assert.rejects(outbox.enqueue([add, { ...add, action: 'open' }]), { code: 'INVALID_ARGUMENT', message: /change 2/ })
  assert.deepEqual(await outbox.enqueue([{ ...add, until: '2126-12-04T18:00+01:00' }]), ['1', '2'])
  assert.deepEqual(await states(outbox), ['waiting', 'scheduled'])
  assert.deepEqual((await outbox.list({ state: 'scheduled' })).map(({ id }) => id), ['2'])
})

test('a removal is dropped by force and with a reason, and can be asked for again', async () => {
  const outbox = new Outbox(folder)
  const id = await outbox.removeFromAccessGroup(BOTH)
  await assert.rejects(outbox.drop(id, { reason: 'left' }), { code: 'GUARD' })
  await outbox.drop(id, { reason: 'left', force: true })
  assert.deepEqual(await states(outbox), ['dropped'])
  await outbox.retry(id)
  assert.deepEqual(await states(outbox), ['waiting'])
})
