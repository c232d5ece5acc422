import type { Acs, Options, StatusName } from './operations.js'

export * from './operations.js'

export declare const VERSION: string

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** Rows, or the text of a CSV or JSON table. */
export type Table = string | Record<string, string>[]

/** How far an operation is; `total` is 0 while it is not known. */
export type Progress = Record<'done' | 'failed' | 'total' | 'concurrency' | 'perSecond', number>

export interface CallOptions {
  /** Cancels the call: what was sent and not answered then fails with `outcomeUnknown`. */
  signal?: AbortSignal
  /** Is told every 100 ms, and at the end, how far the call is. What it throws stops the call and is its error's `cause`. */
  onProgress?: (progress: Progress) => void
}

/** Why a call failed. */
export declare class SeamError extends Error {
  /** The stable number, such as -5003. */
  readonly status: number
  /** Its name. */
  readonly code: StatusName
  /** The HTTP status of the answer that decided. */
  readonly httpStatus: number | null
  /** Seam's own type of error; an open set. */
  readonly apiType: string | null
  /** The id to quote to Seam's support. */
  readonly requestId: string | null
  /** The same call may succeed later although nobody changes anything. */
  readonly retryable: boolean
  /** A change may be recorded although no answer says so: read the membership before anything else. */
  readonly outcomeUnknown: boolean
  /** How many milliseconds the server asked to wait. */
  readonly retryAfterMs: number | null
  /** Which parameters Seam refused, each with its messages. */
  readonly validationErrors: Record<string, Json> | null
  /** How many requests were started. */
  readonly attempts: number
  /** What became of each change, where a list of them was applied. */
  readonly report: Report | null
  /** What a guard refused, to be looked at; sync refuses it too. */
  readonly plan: Plan | null
}

/** What became of each change of a list. */
export interface Report {
  totals: Record<
    | 'applied'
    | 'already_so'
    | 'recorded_earlier'
    | 'failed'
    | 'outcome_unknown'
    | 'not_attempted'
    | 'held_back',
    number
  >
  items: Record<string, Json>[]
}

/** Who would be added to groups and who taken out. `sync` applies it, now or from its `json` later. */
export declare class Plan {
  constructor(json: string)
  /** All of it as text, to be kept. It holds no credential. */
  readonly json: string
  readonly groups: Record<string, Json>[]
  /** A table for people. */
  toString(): string
}

/** A client of Seam's API for access control systems. What the options leave unset is read from SEAM_API_KEY, or
 * SEAM_PERSONAL_ACCESS_TOKEN and SEAM_WORKSPACE_ID, and SEAM_ENDPOINT. */
export declare class Seam implements Disposable {
  constructor(options?: Options | string)
  readonly acs: Acs
  /** Asks Seam whether it can be reached and accepts the credentials. */
  check(options?: CallOptions): Promise<void>
  /** Posts an object to any path of Seam's API, such as '/acs/users/suspend'. */
  request(path: string, params?: Record<string, Json>, options?: CallOptions): Promise<Record<string, Json>>
  /** Ends the calls under way. */
  close(): void
  [Symbol.dispose](): void
}
