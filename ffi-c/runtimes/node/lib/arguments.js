// From what a method is given to what its C function takes.

import { check, refusal } from './error.js'
import { c } from './library.js'

/** Text that is all there when C reads it. */
export function text(name, value) {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw refusal('INVALID_ARGUMENT', `${name} must be a string`)
  if (value.includes('\0')) throw refusal('INVALID_ARGUMENT', `${name} must not contain a NUL character`)
  if (!value.isWellFormed()) throw refusal('UTF8', `${name} is not valid Unicode: it has half of a character`)
  return value
}

/** The form of an operation whose ids are given, and its C arguments. */
export function chosen(name, forms, given) {
  const isGiven = ([argument, kind]) => kind !== 'id' || (given[argument] ?? null) !== null
  const [first, second] = forms.map((form) => Object.keys(form.arguments)[0]).filter((one) => (given[one] ?? null) !== null)
  if (second) throw refusal('INVALID_ARGUMENT', `${first} cannot be used together with ${second}`)
  const form = forms.find((form) => Object.entries(form.arguments).every(isGiven)) ?? forms[0]
  const rest = { ...given }
  for (const argument of Object.keys(form.arguments)) delete rest[argument]
  if (!Object.values(form.arguments).includes('rest')) refuse(name, rest)
  const values = Object.entries(form.arguments).map(([argument, kind]) => CROSSING[kind](argument, given[argument], rest))
  return { function: form.function, values }
}

const json = (name, value) => (value === undefined || value === null ? null : text(name, JSON.stringify(value)))

const CROSSING = {
  id: text,
  text,
  json,
  flag: (_, value) => (value ?? true ? 1 : 0),
  table: (name, value) => (typeof value === 'string' ? text(name, value) : json(name, value)),
  plan: (name, value) => text(name, value?.json ?? (typeof value === 'object' ? JSON.stringify(value) : value)),
  rest: (name, _, rest) => (Object.keys(rest).length === 0 ? null : json(name, rest))
}

function refuse(method, rest) {
  const [name] = Object.keys(rest).filter((name) => rest[name] !== undefined)
  if (name !== undefined) throw refusal('INVALID_ARGUMENT', `${name} does not belong into this call of ${method}`)
}

/** Options of a client, in the library's spelling or in ours. */
export function clientFrom(given) {
  const options = c.options_new()
  const [client, error] = [[null], [null]]
  try {
    for (const [name, value] of Object.entries(given)) {
      if (value === undefined || value === null) continue
      const known = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
      check(c.options_set(options, text('the name of an option', known), text(known, String(value)), error), error)
    }
    check(c.client_from_env(options, client, error), error)
    return client[0]
  } finally {
    c.options_free(options)
  }
}
