import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, beforeEach, test } from 'node:test'
import { Seam, SeamError } from 'seam-acs'
import { API_KEY, BOTH, GROUP, sandbox, USER } from './sandbox.mjs'

let server, seam

before(async () => {
  server = await sandbox()
  seam = new Seam(server.options)
})
after(() => server.close())
beforeEach(() => seam.acs.memberships.ensure({ ...BOTH, present: false }))

const failure = async (call) => {
  const error = await call.then(() => assert.fail('the call should have failed'), (error) => error)
  assert.ok(error instanceof SeamError && error instanceof Error, error)
  return error
}

test('a user is added to a group and taken out again', async () => {
  assert.equal(await seam.acs.users.addToAccessGroup(BOTH), undefined)
  assert.equal(await seam.acs.memberships.isMember(BOTH), true)
  await seam.acs.users.removeFromAccessGroup(BOTH)
  assert.equal(await seam.acs.memberships.isMember(BOTH), false)
})

test('a user identity is added to a group', async () => {
  const { user_identity_id } = await seam.acs.users.get({ acs_user_id: USER })
  await seam.acs.accessGroups.addUser({ user_identity_id, acs_access_group_id: GROUP })
  assert.equal(await seam.acs.memberships.isMember(BOTH), true)
})

test('the key alone, and the environment, make a client', async () => {
  process.env.SEAM_ENDPOINT = server.url
  await new Seam(API_KEY).check()
  process.env.SEAM_API_KEY = API_KEY
  await new Seam().check()
  await new Seam({ timeout_ms: 5000, maxAttempts: 1, allowInsecureHttp: false, proxy: undefined }).check()
})

test('an error has everything that is known', async () => {
  const error = await failure(seam.acs.users.addToAccessGroup({ ...BOTH, acs_user_id: '33333333-3333-3333-3333-00000000dead' }))
  assert.equal(error.name, 'SeamError')
  assert.equal(error.code, 'NOT_FOUND')
  assert.equal(error.status, -5003)
  assert.equal(error.httpStatus, 404)
  assert.equal(error.apiType, 'acs_user_not_found')
  assert.match(error.requestId, /./)
  assert.deepEqual([error.retryable, error.outcomeUnknown, error.attempts, error.report], [false, false, 1, null])
  assert.match(String(error.stack), /calls\.test\.mjs/)
})

test('parameters that Seam refuses are named', async () => {
  const error = await failure(seam.request('/acs/users/suspend', { acs_user_id: 'no uuid' }))
  assert.equal(error.code, 'INVALID_INPUT')
  assert.deepEqual(Object.keys(error.validationErrors.acs_user_id), ['_errors'])
})

test('text that C would not see whole is refused', async () => {
  for (const acs_user_id of [`${USER}\0x`, `${USER}\0`, '\ud800', 7, {}]) {
    const error = await failure(seam.acs.users.addToAccessGroup({ ...BOTH, acs_user_id }))
    assert.ok(['INVALID_ARGUMENT', 'UTF8'].includes(error.code), error.code)
    assert.match(error.message, /acs_user_id/)
  }
  const table = `acs_user_id,acs_access_group_id,action\n${USER},${GROUP}\0,add\n`
  assert.equal((await failure(seam.acs.memberships.apply({ changes: table }))).code, 'INVALID_ARGUMENT')
  assert.throws(() => new Seam({ apiKey: 'seam_a\0b' }), { code: 'INVALID_ARGUMENT' })
})

test('an id too few or an argument too many is refused', async () => {
  assert.equal((await failure(seam.acs.users.addToAccessGroup({ acs_access_group_id: GROUP }))).code, 'NULL_ARGUMENT')
  assert.equal((await failure(seam.acs.users.addToAccessGroup())).code, 'NULL_ARGUMENT')
  const both = await failure(seam.acs.users.removeFromAccessGroup({ ...BOTH, user_identity_id: 'i' }))
  assert.equal(both.code, 'INVALID_ARGUMENT')
  assert.match(both.message, /user_identity_id/)
})

test('an unknown option names the nearest', () => {
  assert.throws(() => new Seam({ ...server.options, timoutMs: 5 }), { code: 'OPTIONS', message: /timeout_ms/ })
})

test('a plan is made, read, kept and applied', async () => {
  const roster = [{ name: 'Ada Lindqvist', group: 'Engineering' }]
  const plan = await seam.acs.memberships.plan({ roster, mode: 'additive' })
  assert.match(String(plan), /\+ .*Ada Lindqvist/)
  assert.deepEqual(plan.groups[0].add, [USER])
  const report = await seam.acs.memberships.sync({ plan: JSON.stringify(plan) })
  assert.equal(report.totals.applied, 1)
  assert.equal((await seam.acs.memberships.sync({ plan })).totals.already_so, 1)
})

test('a list of changes that fails in part carries its report', async () => {
  const changes = [
    { action: 'add', ...BOTH },
    { action: 'add', ...BOTH, acs_user_id: '33333333-3333-3333-3333-00000000dead' }
  ]
  const looks = []
  const error = await failure(seam.acs.memberships.apply({ changes, fixed: 1 }, { onProgress: (look) => looks.push(look) }))
  assert.equal(error.code, 'PARTIAL')
  assert.deepEqual(error.report.items.map((item) => item.outcome), ['applied', 'failed'])
  const { done, failed, total } = looks.at(-1)
  assert.deepEqual({ done, failed, total }, { done: 1, failed: 1, total: 2 })
})

test('an onProgress that throws stops the work, and the error says what came of it', async () => {
  const changes = [{ action: 'add', ...BOTH }]
  const thrown = new Error('mine')
  // One throws at once, the other later.
  for (const fails of [() => { throw thrown }, () => Promise.reject(thrown)]) {
    await server.fault({ path: '/acs/users/*', hold: true })
    let times = 0
    const onProgress = () => (times++, fails())
    const error = await failure(seam.acs.memberships.apply({ changes }, { onProgress }))
    assert.equal(error.cause, thrown)
    assert.equal(error.code, 'PARTIAL')
    assert.deepEqual(error.report.items.map((item) => item.outcome), ['outcome_unknown'])
    assert.equal(times, 1)
    await server.forgetFaults()
  }
})

test('what was done before onProgress threw is reported as done', async () => {
  for (const fails of [() => { throw new Error('mine') }, () => Promise.reject('mine')]) {
    const warning = once(process, 'warning')
    const onProgress = ({ done }) => (done === 1 ? fails() : undefined)
    const report = await seam.acs.memberships.apply({ changes: [{ action: 'add', ...BOTH }] }, { onProgress })
    assert.equal(report.totals.applied + report.totals.already_so, 1)
    assert.match((await warning)[0].message, /mine/)
  }
})
