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

/** A change that an outbox is to keep. */
export type OutboxWish = {
  acs_access_group_id: string
  /** It is not sent before this time, which has its offset, such as 2026-12-04T18:00+01:00. */
  not_before?: string
  /** Who asks for it, and why. */
  actor?: string
  reason?: string
} & ({ acs_user_id: string } | { user_identity_id: string })

export type OutboxAddition = OutboxWish & {
  /** It expires if it was not sent for so many seconds, 1 to 2592000; an hour where nothing is said. */
  good_for_s?: number
  /** The removal at this time is kept in the same write. */
  until?: string
}

export type OutboxState =
  | 'waiting'
  | 'scheduled'
  | 'under_way'
  | 'settling'
  | 'recorded'
  | 'superseded'
  | 'expired'
  | 'refused'
  | 'in_doubt'
  | 'dropped'

/** A change that an outbox keeps. One that has ended has a cursor. */
export interface OutboxChange {
  id: string
  action: 'add' | 'remove'
  acs_user_id?: string
  user_identity_id?: string
  acs_access_group_id: string
  state: OutboxState
  queued_at: string
  age_s: number | null
  good_for_s: number | null
  not_before: string | null
  attempts: number
  last_error: string | null
  actor: string | null
  reason: string | null
  ended_at?: string
  request_id?: string | null
  error?: string | null
  cursor?: string
}

/** How many changes are in each state, and what an alarm should watch. */
export type OutboxStatus = Record<OutboxState | 'refused_removes', number> & {
  oldest_remove_age_s: number | null
  oldest_remove_id: string | null
  paused_because: string | null
  endpoint: string | null
  workspace_id: string | null
  acknowledged: string
  last_outcome: string
}

/** Changes in a folder: each is on the disk when its promise is fulfilled, and `deliver` sends it. Keeping needs no key and
 * no network. Any number of processes may use one folder; one delivers. */
export declare class Outbox implements Disposable {
  /** Opens the outbox of a folder, and makes the folder where it is missing. */
  constructor(folder: string)
  /** Keeps an addition, and gives its id. */
  addToAccessGroup(change: OutboxAddition): Promise<string>
  /** Keeps a removal, which never expires, and gives its id. */
  removeFromAccessGroup(change: OutboxWish): Promise<string>
  /** Keeps several changes, all or none, and gives their ids. One with `until` has two: that of its removal follows. */
  enqueue(changes: (OutboxAddition & { action: 'add' | 'remove' })[]): Promise<string[]>
  status(): Promise<OutboxStatus>
  /** The changes, or those in one state, in the order in which they were asked for. */
  list(filter?: { state?: OutboxState }): Promise<OutboxChange[]>
  /** The changes that have ended, behind the cursor of the last one that was read before, until they are acknowledged. */
  outcomes(cursor?: string): Promise<OutboxChange[]>
  /** Forgets the outcomes up to a cursor. */
  acknowledge(cursor: string): Promise<void>
  /** Asks again for a change that was refused or dropped, has expired or is in doubt. */
  retry(id: string, options?: { goodFor?: number }): Promise<void>
  /** Takes a change out. A removal takes force and a reason: without it a door may stay open. */
  drop(id: string, options?: { reason?: string; force?: boolean }): Promise<void>
  /** Sends the changes until the signal is aborted or the client is closed, or with untilEmpty until nothing is left. */
  deliver(
    seam: Seam,
    options?: CallOptions & { untilEmpty?: boolean }
  ): Promise<{ delivered: number; status: OutboxStatus }>
  /** Lets the folder go; a delivery goes on. */
  close(): void
  [Symbol.dispose](): void
}
