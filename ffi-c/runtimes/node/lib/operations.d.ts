// Generated from api/operations.toml by `cargo xtask generate`; do not edit.

import type { CallOptions, Json, Plan, Report, Table } from './seam.js'

/** The name of a status. */
export type StatusName =
  | 'OK'
  | 'INTERNAL'
  | 'RESOURCES'
  | 'NULL_ARGUMENT'
  | 'UTF8'
  | 'INVALID_ARGUMENT'
  | 'STATE'
  | 'OPTIONS'
  | 'TOKEN'
  | 'NOT_SUPPORTED'
  | 'CANCELLED'
  | 'DEADLINE'
  | 'FORKED'
  | 'DNS'
  | 'CONNECT'
  | 'TLS'
  | 'PROXY'
  | 'NETWORK'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'INVALID_INPUT'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'SERVER'
  | 'UNEXPECTED_RESPONSE'
  | 'PARTIAL'
  | 'GUARD'
  | 'AUDIT'
  | 'OUTCOME_UNKNOWN'

/** What a client is made from; each name may also be written in snake case. */
export interface Options {
  /** Authenticates with an API key of a workspace. */
  apiKey?: string
  /** Authenticates with a personal access token and the workspace to work in; on failure neither is set. */
  personalAccessToken?: string
  workspaceId?: string
  /** The server to talk to: https://..., or http:// to this machine. The credentials go there and nowhere else. */
  endpoint?: string
  /** The deadline, in milliseconds, of one change or one page of a list: attempts, waits between them and the server's Retry-After all fit inside it. */
  timeoutMs?: number
  /** How long, in milliseconds, one attempt may take before it is given up and perhaps repeated. */
  attemptTimeoutMs?: number
  /** How long, in milliseconds, making a connection may take, from the first address of the host on. */
  connectTimeoutMs?: number
  /** How often one request may be sent. 1 turns repeats off; seam_acs_add_user_to_group says when that is useful. */
  maxAttempts?: number
  /** 1 goes on trying until the deadline, however often, as long as nothing could be sent: no address, no connection, no proxy, or a certificate that this machine's clock takes for too old or too new. 0 gives up after max_attempts, which for a refused connection is within 2 seconds. For a panel that starts before its network does. */
  retryUntilDeadline?: boolean
  /** How many requests of one client may be under way at a time; the others wait. */
  maxConcurrency?: number
  /** The longest pause, in milliseconds, that a run of many changes makes when the server asks for one by Retry-After. The pause does not count against the deadlines of its changes. If the server asks for a longer one, nothing more is sent, and the rest is not_attempted. */
  maxPauseMs?: number
  /** The longest answer to accept, in bytes; a longer one is SEAM_ACS_UNEXPECTED_RESPONSE. */
  maxResponseBytes?: number
  /** The proxy's URL, in place of the one from the environment. */
  proxy?: string
  /** A PEM file of certificate authorities, trusted in place of the system's. */
  caFile?: string
  /** 1 reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either case, and SSL_CERT_FILE and SSL_CERT_DIR; 0 does not. Unset, seam_acs_client_from_env does and seam_acs_client_new does not. A program with other rights than its caller never does. */
  trustEnv?: boolean
  /** Words that are added to the User-Agent header, such as the name of the program. */
  userAgentSuffix?: string
  /** 1 allows http:// to other machines, although anybody on the way can then read the credentials; 0 forbids it. */
  allowInsecureHttp?: boolean
  /** A file to append JSON lines to. The log holds no token and never makes a call wait. It must be a regular file, and is made anew when it was renamed or removed. */
  logFile?: string
  /** An open descriptor to write JSON lines to. It stays yours: keep it open as long as a client uses it. A full pipe drops lines and counts them, and so does a descriptor that was closed or became another file. */
  logFd?: number
  /** The least important lines to log: "error", "warn", "info", "debug" or "trace". */
  logLevel?: string
  /** A file to append two JSON lines a change to: its intent before anything of it is sent, and its result before the call returns. It holds no token; its mode is 0600. It must be a regular file, and is made anew when it was renamed or removed. */
  auditLog?: string
  /** What happens to a change whose audit line cannot be written: "refuse" sends nothing and gives SEAM_ACS_AUDIT, "continue" sends it anyway. */
  auditFailure?: string
  /** Whether an audit line is on the disk before its change is sent: "always"; or "never", which leaves it to the system, so that a power cut loses the last lines. */
  auditSync?: string
  /** Who makes the changes, for the audit log. */
  actor?: string
  /** Why the changes are made, for the audit log. */
  reason?: string
}

export interface Users {
  /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
  addToAccessGroup(parameters: { acs_user_id?: string; acs_access_group_id: string; user_identity_id?: string }, options?: CallOptions): Promise<void>
  /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open. */
  removeFromAccessGroup(parameters: { acs_user_id?: string; acs_access_group_id: string; user_identity_id?: string }, options?: CallOptions): Promise<void>
  /** Reads one user, by its own id or by user identity and access system. */
  get(parameters?: { acs_user_id?: string; user_identity_id?: string; acs_system_id?: string }, options?: CallOptions): Promise<Record<string, Json>>
  /** Reads the users, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, user_identity_id, search and more. */
  list(parameters?: { [name: string]: unknown }, options?: CallOptions): Promise<Record<string, Json>[]>
  /** Reads the entrances that a user can open. */
  listAccessibleEntrances(parameters?: { acs_user_id?: string; user_identity_id?: string; acs_system_id?: string }, options?: CallOptions): Promise<Record<string, Json>[]>
}

export interface AccessGroups {
  /** Adds a user to an access group. Recorded by Seam when it returns; the access system follows. */
  addUser(parameters: { acs_user_id?: string; acs_access_group_id: string; user_identity_id?: string }, options?: CallOptions): Promise<void>
  /** Removes a user from an access group. Recorded by Seam when it returns; until the access system has followed, doors may still open. */
  removeUser(parameters: { acs_user_id?: string; acs_access_group_id: string; user_identity_id?: string }, options?: CallOptions): Promise<void>
  /** Deletes an access group: everybody in it loses its permissions. Recorded by Seam when it returns; the access system follows. */
  delete(parameters: { acs_access_group_id: string }, options?: CallOptions): Promise<void>
  /** Reads one access group. */
  get(parameters: { acs_access_group_id: string }, options?: CallOptions): Promise<Record<string, Json>>
  /** Reads the access groups; the filter may name acs_system_id, acs_user_id, user_identity_id or search. */
  list(parameters?: { [name: string]: unknown }, options?: CallOptions): Promise<Record<string, Json>[]>
  /** Reads the users in an access group. */
  listUsers(parameters: { acs_access_group_id: string }, options?: CallOptions): Promise<Record<string, Json>[]>
  /** Reads the entrances that the users of an access group can open. */
  listAccessibleEntrances(parameters: { acs_access_group_id: string }, options?: CallOptions): Promise<Record<string, Json>[]>
}

export interface Systems {
  /** Reads one access system. */
  get(parameters: { acs_system_id: string }, options?: CallOptions): Promise<Record<string, Json>>
  /** Reads the access systems; the filter may name connected_account_id, customer_key or search. */
  list(parameters?: { [name: string]: unknown }, options?: CallOptions): Promise<Record<string, Json>[]>
}

export interface Entrances {
  /** Reads one entrance. */
  get(parameters: { acs_entrance_id: string }, options?: CallOptions): Promise<Record<string, Json>>
  /** Reads the entrances, every page, or the one page that limit and page_cursor name; the filter may name acs_system_id, acs_credential_id, search and more. */
  list(parameters?: { [name: string]: unknown }, options?: CallOptions): Promise<Record<string, Json>[]>
}

export interface Memberships {
  /** Makes up to a million changes and says what became of each. The options are ceiling, fixed, deadline_ms, journal, group and action. */
  apply(parameters: { changes: Table; [name: string]: unknown }, options?: CallOptions): Promise<Report>
  /** Compares a roster with the members of its groups; changes nothing. The options are group, mode, order, empties, allow_mass_removal, allow_emptying, max_additions and max_removals. */
  plan(parameters: { roster: Table; [name: string]: unknown }, options?: CallOptions): Promise<Plan>
  /** Applies a plan, made just now or saved long ago, and says what became of each change. The options are ceiling, fixed, deadline_ms, journal and dry_run, those of plan that allow and limit, which a saved plan does not bring, and mode, order, group and empties, which must agree with it. */
  sync(parameters: { plan: Plan | string; [name: string]: unknown }, options?: CallOptions): Promise<Report>
  /** Waits until the access system has followed a change: state is applied, settled_unobserved, still_pending, deferred or failed. The options are timeout_ms and settle_ms. */
  wait(parameters: { acs_user_id?: string; acs_access_group_id: string; present?: boolean; [name: string]: unknown; user_identity_id?: string }, options?: CallOptions): Promise<Record<string, Json>>
  /** Makes sure that a user is in an access group, or out of it: reads, changes only if needed, and reads again. result is changed or already_so. */
  ensure(parameters: { acs_user_id?: string; acs_access_group_id: string; present?: boolean; user_identity_id?: string }, options?: CallOptions): Promise<Record<string, Json>>
  /** Says whether Seam lists a user in an access group. An unknown user or group is an error and never a no. */
  isMember(parameters: { acs_user_id?: string; acs_access_group_id: string; user_identity_id?: string }, options?: CallOptions): Promise<boolean>
  /** Reads the access groups that a user is in; by identity, in every access system. */
  groupsOf(parameters?: { acs_user_id?: string; user_identity_id?: string }, options?: CallOptions): Promise<Record<string, Json>[]>
  /** Reads the entrances that a user can open; through has the groups that lead there, and their schedules. */
  entrancesOf(parameters?: { acs_user_id?: string; user_identity_id?: string }, options?: CallOptions): Promise<Record<string, Json>[]>
  /** Reads the users whom groups let in at an entrance; through has those groups, obstacles what keeps a user out all the same. */
  whoCanOpen(parameters: { acs_entrance_id: string }, options?: CallOptions): Promise<Record<string, Json>[]>
}

export interface Acs {
  readonly users: Users
  readonly accessGroups: AccessGroups
  readonly systems: Systems
  readonly entrances: Entrances
  readonly memberships: Memberships
}
