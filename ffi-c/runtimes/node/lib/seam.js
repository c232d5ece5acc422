// Puts people into access groups and takes them out again, through Seam's API.

import { chosen, clientFrom } from './arguments.js'
import { camel, check, refusal, SeamError } from './error.js'
import { OPERATIONS, VERSION } from './generated.js'
import { c, taken } from './library.js'
import { clients, finished } from './waiting.js'

export { Outbox } from './outbox.js'
export { SeamError, VERSION }

const forgotten = new FinalizationRegistry((client) => c.client_free(client))

/** Who would be added to groups and who taken out. `sync` applies it; it can be kept as its `json`. */
export class Plan {
  constructor(json) {
    this.json = json
    Object.assign(this, JSON.parse(json))
  }

  /** The plan as a table for people. */
  toString() {
    const [plan, table, error] = [[null], [null], [null]]
    check(c.plan_from_json(this.json, plan, error), error)
    try {
      check(c.plan_to_table(plan[0], table, error), error)
      return taken(table[0])
    } finally {
      c.plan_free(plan[0])
    }
  }

  toJSON() {
    return JSON.parse(this.json)
  }
}

export class Seam {
  #client

  constructor(options = {}) {
    this.#client = clientFrom(typeof options === 'string' ? { apiKey: options } : options)
    forgotten.register(this, this.#client, this)
    clients.set(this, this.#client)
    this.acs = {}
    for (const [name, { result, forms }] of Object.entries(OPERATIONS)) {
      const [acs, namespace, method] = name.split('.').map(camel)
      if (acs !== 'acs') continue
      this.acs[namespace] ??= {}
      this.acs[namespace][method] = (given, options) => this.#call(name, result, forms, given, options)
    }
  }

  /** Asks Seam whether it can be reached and accepts the credentials. */
  check(options) {
    const { result, forms } = OPERATIONS.check
    return this.#call('check', result, forms, {}, options)
  }

  /** Posts an object to any path of Seam's API, such as '/acs/users/suspend'. */
  request(path, params, options) {
    const { result, forms } = OPERATIONS.request
    return this.#call('request', result, forms, { path, params }, options)
  }

  /** Ends the calls under way. Again, or never, is fine too. */
  close() {
    if (this.#client === null) return
    forgotten.unregister(this)
    clients.delete(this)
    c.client_free(this.#client)
    this.#client = null
  }

  [Symbol.dispose ?? Symbol.for('nodejs.dispose')]() {
    this.close()
  }

  async #call(name, result, forms, given = {}, options = {}) {
    options.signal?.throwIfAborted()
    if (this.#client === null) throw refusal('STATE', 'the client is closed')
    const operation = begun(this.#client, chosen(name, forms, given))
    // The client lives as long as its calls.
    return await finished(operation, (operation) => (this.#client, answer(operation, name, result)), options)
  }
}

function begun(client, { function: name, values }) {
  const [operation, plan, error] = [[null], [null], [null]]
  if (name === 'seam_acs_sync_begin') {
    check(c.plan_from_json(values[0], plan, error), error)
    values[0] = plan[0]
  }
  try {
    check(c[name.slice('seam_acs_'.length)](client, ...values, operation, error), error)
  } finally {
    c.plan_free(plan[0])
  }
  return operation[0]
}

function answer(operation, name, result) {
  const error = [null]
  try {
    check(c.op_result(operation, error), error)
  } catch (failure) {
    if (failure.code === 'GUARD') failure.plan = found(operation, () => null, (json) => new Plan(json))
    else if (result === 'report') failure.report = found(operation, () => null)
    throw failure
  }
  if (result === 'nothing') return undefined
  if (result === 'plan') return found(operation, undefined, (json) => new Plan(json))
  const value = found(operation)
  return result === 'bool' ? value[name.split('.').at(-1)] : value
}

/** What the operation has found; `missing` says what there is instead. */
function found(operation, missing, parse = JSON.parse) {
  const [json, error] = [[null], [null]]
  const status = c.op_to_json(operation, json, error)
  if (status !== 0 && missing) {
    c.error_free(error[0])
    return missing()
  }
  check(status, error)
  return parse(taken(json[0]))
}
