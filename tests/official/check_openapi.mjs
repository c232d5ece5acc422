// Checks every answer of every endpoint of the sandbox against Seam's OpenAPI document.
//
//   node check_openapi.mjs PATH_OF_THE_SANDBOX_PROGRAM
//
// One line per endpoint; exit code 1 if anything does not match.

import { startSandbox } from './sandbox_process.mjs'
import { mismatchesOf, requiredParametersOf, verbsOf } from './response_schemas.mjs'

const user = { acs_user_id: '33333333-3333-3333-3333-333333333333' }
const userWithSchedule = { acs_user_id: '33333333-3333-3333-3333-000000000003' }
const group = { acs_access_group_id: '44444444-4444-4444-4444-444444444444' }
const groupWithSchedule = { acs_access_group_id: '44444444-4444-4444-4444-000000000003' }
const system = { acs_system_id: '11111111-1111-1111-1111-111111111111' }
const entrance = { acs_entrance_id: '55555555-5555-5555-5555-000000000001' }
const identity = { user_identity_id: '66666666-6666-6666-6666-000000000001' }
const identityWithoutUser = { user_identity_id: '66666666-6666-6666-6666-000000000003' }

// What exists in the sandbox, for endpoints that are asked for nothing but what they require.
const examples = { ...user, ...group, ...system, ...entrance, ...identity }
const required = (path) => Object.fromEntries(requiredParametersOf(path).map((name) => [name, examples[name]]))

// What an endpoint is asked, through each of its verbs, beside or in place of what it requires. Each is asked in every
// state below.
const questions = {
  '/acs/users/add_to_access_group': [{ ...user, ...group }],
  '/acs/users/remove_from_access_group': [
    { ...user, ...group },
    { ...identity, ...group }
  ],
  '/acs/users/get': [user, userWithSchedule, { ...identity, ...system }],
  '/acs/users/list': [{}, { limit: 2 }, system, identity, { search: 'ada' }, { search: 'nobody' }],
  '/acs/users/list_accessible_entrances': [user, { ...identity, ...system }],
  '/acs/users/suspend': [user],
  '/acs/users/unsuspend': [user],
  '/acs/access_groups/add_user': [
    { ...user, ...group },
    { ...identity, ...group },
    { ...identityWithoutUser, ...group }
  ],
  '/acs/access_groups/remove_user': [
    { ...user, ...group },
    { ...identity, ...group }
  ],
  '/acs/access_groups/get': [group, groupWithSchedule],
  '/acs/access_groups/list': [{}, system, user, identity, { search: 'engin' }],
  '/acs/access_groups/list_users': [group, groupWithSchedule],
  '/acs/access_groups/list_accessible_entrances': [group],
  '/acs/systems/get': [system],
  '/acs/systems/list': [{}, { search: 'harbour' }],
  '/acs/entrances/get': [entrance],
  '/acs/entrances/list': [{}, { limit: 3 }, system, { acs_entrance_ids: [entrance.acs_entrance_id] }],
  '/user_identities/get': [identity, identityWithoutUser]
}

// The states that change what an answer contains; each is made from a sandbox that was reset.
const states = {
  'as seeded': async () => {},
  'an add pending': async ({ call, admin }) => {
    await admin('POST', 'switches', { push_delay_ms: null })
    await call('/acs/users/add_to_access_group', 'POST', { ...user, ...group })
    await call('/acs/users/suspend', 'POST', user)
  },
  'a remove pending': async ({ call, admin }) => {
    await admin('POST', 'memberships', { ...user, ...group, member: true })
    await admin('POST', 'switches', { push_delay_ms: null, lists_show: 'applied' })
    await call('/acs/users/remove_from_access_group', 'POST', { ...user, ...group })
  },
  'a push failed': async ({ call, admin }) => {
    await admin('POST', 'faults', { push: { fails_after_ms: 0 } })
    await call('/acs/users/add_to_access_group', 'POST', { ...user, ...group })
  },
  'suspended, a user made from an identity': async ({ call, admin }) => {
    await call('/acs/users/suspend', 'POST', user)
    await call('/acs/access_groups/add_user', 'POST', { ...identityWithoutUser, ...group })
    await admin('POST', 'finish_pushes')
  }
}

const queryOf = (params) => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    for (const one of [value].flat()) query.append(name, String(one))
  }
  query.append('_strict', 'true')
  return query
}

const caller = (url, key) => async (path, verb, params) => {
  const inQuery = verb === 'GET' || verb === 'DELETE'
  const response = await fetch(inQuery ? `${url}${path}?${queryOf(params)}` : `${url}${path}`, {
    method: verb,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: inQuery ? undefined : JSON.stringify(params)
  })
  const text = await response.text()
  return { status: response.status, requestId: response.headers.get('seam-request-id'), text }
}

const isEnvelope = (text, type) => {
  const { error, ok } = JSON.parse(text)
  return ok === false && typeof error.message === 'string' && error.type === type
}

const checkAnswers = async ({ path, verbs, call, state, prepare }) => {
  const problems = []
  let answers = 0
  for (const verb of verbs) {
    for (const params of questions[path] ?? [required(path)]) {
      // An answer can change the state, and a second one would be about something else.
      await prepare()
      const { status, requestId, text } = await call(path, verb, params)
      answers += 1
      const found = status === 200 ? mismatchesOf(path, verb, JSON.parse(text)) : [`status ${status}: ${text}`]
      if (requestId == null) found.push('no header seam-request-id')
      problems.push(...found.map((problem) => `${verb} ${JSON.stringify(params)} (${state}): ${problem}`))
    }
  }
  return { answers, problems }
}

// The document declares 400 and 401 without a schema: what is checked here is Seam's known error envelope.
const checkRefusals = async ({ path, verbs, call, callWithoutKey }) => {
  const problems = []
  if (JSON.stringify([...verbs].sort()) !== JSON.stringify(verbsOf(path))) {
    problems.push(`takes ${verbs}, the document has ${verbsOf(path)}`)
  }
  const unauthorized = await callWithoutKey(path, 'POST', {})
  if (unauthorized.status !== 401 || !isEnvelope(unauthorized.text, 'unauthorized')) {
    problems.push(`a wrong key is answered ${unauthorized.status} ${unauthorized.text}`)
  }
  const required = requiredParametersOf(path)
  const empty = await call(path, 'POST', {})
  for (const name of required) {
    const errors = JSON.parse(empty.text).error?.validation_errors?.[name]?._errors
    if (empty.status !== 400 || !isEnvelope(empty.text, 'invalid_input') || errors?.[0] !== 'Required') {
      problems.push(`without ${name} it answers ${empty.status} ${empty.text}`)
    }
  }
  const undeclared = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((verb) => !verbs.includes(verb))
  for (const verb of undeclared) {
    const { status, text } = await call(path, verb, {})
    if (status !== 405 || !isEnvelope(text, 'method_not_allowed')) problems.push(`${verb} is answered ${status}`)
  }
  return problems
}

const main = async (program) => {
  const { url, admin, stop } = await startSandbox(program)
  const { api_key: key } = await admin('GET', 'state')
  const call = caller(url, key)
  const callWithoutKey = caller(url, 'seam_testkey_of_nobody')
  const endpoints = await admin('GET', 'endpoints')
  let failed = false
  for (const { path, verbs } of endpoints) {
    await admin('POST', 'reset')
    const problems = await checkRefusals({ path, verbs, call, callWithoutKey })
    let answers = 0
    for (const [state, enter] of Object.entries(states)) {
      const prepare = async () => {
        await admin('POST', 'reset')
        await enter({ call, admin })
      }
      const checked = await checkAnswers({ path, verbs, call, state, prepare })
      answers += checked.answers
      problems.push(...checked.problems)
    }
    if (answers === 0) problems.push('is asked nothing by this check')
    failed ||= problems.length > 0
    console.log(`${problems.length === 0 ? 'ok' : 'not ok'} ${path} (${verbs.join(', ')}): ${answers} answers`)
    for (const problem of problems) console.log(`    ${problem}`)
  }
  stop()
  console.log(`1..${endpoints.length}`)
  process.exitCode = failed ? 1 : 0
}

if (process.argv[2] === undefined) {
  console.error('usage: node check_openapi.mjs PATH_OF_THE_SANDBOX_PROGRAM')
  process.exitCode = 2
} else {
  await main(process.argv[2])
}
