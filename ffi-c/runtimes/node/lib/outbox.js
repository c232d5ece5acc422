// Changes that are kept on the disk until Seam has them.

import { text } from './arguments.js'
import { check, refusal } from './error.js'
import { c, taken } from './library.js'
import { clients, finished } from './waiting.js'

const forgotten = new FinalizationRegistry((outbox) => c.outbox_free(outbox))

/**
 * Changes in a folder: each is on the disk when its promise is fulfilled, and `deliver` sends it. Keeping needs no key and no
 * network. Any number of processes may use one folder; one delivers.
 */
export class Outbox {
  #outbox
  /** Calls that wait for the disk in another thread: the outbox lives as long as they do. */
  #busy = 0
  #isClosed = false

  constructor(folder) {
    const [outbox, error] = [[null], [null]]
    check(c.outbox_open(text('folder', String(folder)), null, outbox, error), error)
    this.#outbox = outbox[0]
    forgotten.register(this, this.#outbox, this)
  }

  /** Keeps an addition, and gives its id. */
  async addToAccessGroup(change) {
    return (await this.enqueue([{ action: 'add', ...change }]))[0]
  }

  /** Keeps a removal, and gives its id. */
  async removeFromAccessGroup(change) {
    return (await this.enqueue([{ action: 'remove', ...change }]))[0]
  }

  /** Keeps several changes, all or none, and gives their ids. */
  async enqueue(changes) {
    return (await this.#list('outbox_enqueue', text('changes', JSON.stringify(changes)))).map(({ id }) => id)
  }

  async status() {
    return await this.#found('outbox_status', [], 'record')
  }

  /** The changes, in the order in which they were asked for. */
  async list(filter = {}) {
    return await this.#list('outbox_list', text('filter', JSON.stringify(filter)))
  }

  /** The changes that have ended, behind the cursor of the last one that was read before. */
  async outcomes(cursor) {
    return await this.#list('outbox_outcomes', text('cursor', cursor))
  }

  async acknowledge(cursor) {
    await this.#call('outbox_acknowledge', text('cursor', cursor))
  }

  async retry(id, { goodFor = 0 } = {}) {
    await this.#call('outbox_retry', text('id', id), goodFor)
  }

  async drop(id, { reason, force = false } = {}) {
    await this.#call('outbox_drop', text('id', id), text('reason', reason), force ? 1 : 0)
  }

  /** Sends the changes until the signal is aborted or the client is closed, or with `untilEmpty` until nothing is left. */
  async deliver(seam, { untilEmpty = false, ...options } = {}) {
    options.signal?.throwIfAborted()
    const client = clients.get(seam)
    if (client === undefined) throw refusal('STATE', 'the client is closed')
    const [operation, error] = [[null], [null]]
    check(c.outbox_deliver_begin(this.#open(), client, untilEmpty ? '{"until":"empty"}' : null, operation, error), error)
    // The client lives as long as the delivery.
    return await finished(operation[0], (operation) => (clients.has(seam), delivered(operation)), options)
  }

  /** Lets the folder go; a delivery goes on. Again, or never, is fine too. */
  close() {
    if (this.#isClosed) return
    this.#isClosed = true
    forgotten.unregister(this)
    this.#freeIfIdle()
  }

  [Symbol.dispose ?? Symbol.for('nodejs.dispose')]() {
    this.close()
  }

  #open() {
    if (this.#isClosed) throw refusal('STATE', 'the outbox is closed')
    return this.#outbox
  }

  #list(name, value) {
    return this.#found(name, [value], 'list')
  }

  async #found(name, values, kind) {
    const place = [null]
    await this.#call(name, ...values, place)
    const [json, error] = [[null], [null]]
    try {
      check(c[`${kind}_to_json`](place[0], json, error), error)
      return JSON.parse(taken(json[0]))
    } finally {
      c[`${kind}_free`](place[0])
    }
  }

  /** Calls a function in a thread of libuv's pool: the loop does not wait for the disk. */
  async #call(name, ...values) {
    const [outbox, error] = [this.#open(), [null]]
    this.#busy += 1
    try {
      const status = await new Promise((resolve, reject) => {
        const told = (failure, status) => (failure ? reject(failure) : resolve(status))
        c[name].async(outbox, ...values, error, told)
      })
      check(status, error)
    } finally {
      this.#busy -= 1
      this.#freeIfIdle()
    }
  }

  #freeIfIdle() {
    if (!this.#isClosed || this.#busy > 0 || this.#outbox === null) return
    c.outbox_free(this.#outbox)
    this.#outbox = null
  }
}

function delivered(operation) {
  const [json, error] = [[null], [null]]
  check(c.op_result(operation, error), error)
  check(c.op_to_json(operation, json, error), error)
  return JSON.parse(taken(json[0]))
}
