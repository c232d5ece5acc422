// Generated from api/operations.toml by `cargo xtask generate`; do not edit.

export const VERSION = '0.1.0'
export const ABI_VERSION = 1

export const STATUSES = {
  OK: 0,
  INTERNAL: -1001,
  RESOURCES: -1002,
  NULL_ARGUMENT: -2001,
  UTF8: -2002,
  INVALID_ARGUMENT: -2003,
  STATE: -2004,
  OPTIONS: -2005,
  TOKEN: -2006,
  NOT_SUPPORTED: -2007,
  CANCELLED: -3001,
  DEADLINE: -3002,
  FORKED: -3003,
  DNS: -4001,
  CONNECT: -4002,
  TLS: -4003,
  PROXY: -4004,
  NETWORK: -4005,
  UNAUTHORIZED: -5001,
  FORBIDDEN: -5002,
  NOT_FOUND: -5003,
  INVALID_INPUT: -5004,
  CONFLICT: -5005,
  RATE_LIMITED: -5006,
  SERVER: -5007,
  UNEXPECTED_RESPONSE: -5008,
  PARTIAL: -6001,
  GUARD: -7001,
  AUDIT: -7002,
  OUTCOME_UNKNOWN: -8001,
}

export const OPTIONS = {
  api_key: 'text',
  personal_access_token: 'text',
  workspace_id: 'text',
  endpoint: 'text',
  timeout_ms: 'number',
  attempt_timeout_ms: 'number',
  connect_timeout_ms: 'number',
  max_attempts: 'number',
  retry_until_deadline: 'flag',
  max_concurrency: 'number',
  max_pause_ms: 'number',
  max_response_bytes: 'number',
  proxy: 'text',
  ca_file: 'text',
  trust_env: 'flag',
  user_agent_suffix: 'text',
  allow_insecure_http: 'flag',
  log_file: 'text',
  log_fd: 'number',
  log_level: 'text',
  audit_log: 'text',
  audit_failure: 'text',
  audit_sync: 'text',
  actor: 'text',
  reason: 'text',
}

export const FUNCTIONS = {
  seam_acs_version:
    'str seam_acs_version(void)',
  seam_acs_abi_version:
    'int seam_acs_abi_version(void)',
  seam_acs_status_name:
    'str seam_acs_status_name(int status)',
  seam_acs_error_status:
    'int seam_acs_error_status(void * error)',
  seam_acs_error_name:
    'str seam_acs_error_name(void * error)',
  seam_acs_error_message:
    'str seam_acs_error_message(void * error)',
  seam_acs_error_http_status:
    'int seam_acs_error_http_status(void * error)',
  seam_acs_error_api_type:
    'str seam_acs_error_api_type(void * error)',
  seam_acs_error_request_id:
    'str seam_acs_error_request_id(void * error)',
  seam_acs_error_validation_errors:
    'str seam_acs_error_validation_errors(void * error)',
  seam_acs_error_retryable:
    'int seam_acs_error_retryable(void * error)',
  seam_acs_error_outcome_unknown:
    'int seam_acs_error_outcome_unknown(void * error)',
  seam_acs_error_retry_after_ms:
    'int seam_acs_error_retry_after_ms(void * error)',
  seam_acs_error_attempts:
    'int seam_acs_error_attempts(void * error)',
  seam_acs_error_to_json:
    'str seam_acs_error_to_json(void * error)',
  seam_acs_error_free:
    'void seam_acs_error_free(void * error)',
  seam_acs_options_new:
    'void * seam_acs_options_new(void)',
  seam_acs_options_set:
    'int seam_acs_options_set(void * options, str name, str value, _Out_ void **error)',
  seam_acs_options_free:
    'void seam_acs_options_free(void * options)',
  seam_acs_client_new:
    'int seam_acs_client_new(void * options, _Out_ void **client, _Out_ void **error)',
  seam_acs_client_from_env:
    'int seam_acs_client_from_env(void * options, _Out_ void **client, _Out_ void **error)',
  seam_acs_client_with:
    'int seam_acs_client_with(void * client, void * options, _Out_ void **scoped, _Out_ void **error)',
  seam_acs_client_cancel:
    'void seam_acs_client_cancel(void * client)',
  seam_acs_check_begin:
    'int seam_acs_check_begin(void * client, _Out_ void **op, _Out_ void **error)',
  seam_acs_client_free:
    'void seam_acs_client_free(void * client)',
  seam_acs_add_user_to_group_begin:
    'int seam_acs_add_user_to_group_begin(void * client, str acs_user_id, str acs_access_group_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_remove_user_from_group_begin:
    'int seam_acs_remove_user_from_group_begin(void * client, str acs_user_id, str acs_access_group_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_add_user_identity_to_group_begin:
    'int seam_acs_add_user_identity_to_group_begin(void * client, str user_identity_id, str acs_access_group_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_remove_user_identity_from_group_begin:
    'int seam_acs_remove_user_identity_from_group_begin(void * client, str user_identity_id, str acs_access_group_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_delete_group_begin:
    'int seam_acs_delete_group_begin(void * client, str acs_access_group_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_get_group_begin:
    'int seam_acs_get_group_begin(void * client, str acs_access_group_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_list_groups_begin:
    'int seam_acs_list_groups_begin(void * client, str filter_json, _Out_ void **op, _Out_ void **error)',
  seam_acs_list_group_users_begin:
    'int seam_acs_list_group_users_begin(void * client, str acs_access_group_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_list_group_entrances_begin:
    'int seam_acs_list_group_entrances_begin(void * client, str acs_access_group_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_get_user_begin:
    'int seam_acs_get_user_begin(void * client, str acs_user_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_get_user_by_identity_begin:
    'int seam_acs_get_user_by_identity_begin(void * client, str user_identity_id, str acs_system_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_list_users_begin:
    'int seam_acs_list_users_begin(void * client, str filter_json, _Out_ void **op, _Out_ void **error)',
  seam_acs_list_user_entrances_begin:
    'int seam_acs_list_user_entrances_begin(void * client, str acs_user_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_list_user_identity_entrances_begin:
    'int seam_acs_list_user_identity_entrances_begin(void * client, str user_identity_id, str acs_system_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_get_system_begin:
    'int seam_acs_get_system_begin(void * client, str acs_system_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_list_systems_begin:
    'int seam_acs_list_systems_begin(void * client, str filter_json, _Out_ void **op, _Out_ void **error)',
  seam_acs_get_entrance_begin:
    'int seam_acs_get_entrance_begin(void * client, str acs_entrance_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_list_entrances_begin:
    'int seam_acs_list_entrances_begin(void * client, str filter_json, _Out_ void **op, _Out_ void **error)',
  seam_acs_wait_for_membership_begin:
    'int seam_acs_wait_for_membership_begin(void * client, str acs_user_id, str acs_access_group_id, int present, str options_json, _Out_ void **op, _Out_ void **error)',
  seam_acs_wait_for_user_identity_membership_begin:
    'int seam_acs_wait_for_user_identity_membership_begin(void * client, str user_identity_id, str acs_access_group_id, int present, str options_json, _Out_ void **op, _Out_ void **error)',
  seam_acs_ensure_membership_begin:
    'int seam_acs_ensure_membership_begin(void * client, str acs_user_id, str acs_access_group_id, int present, _Out_ void **op, _Out_ void **error)',
  seam_acs_ensure_user_identity_membership_begin:
    'int seam_acs_ensure_user_identity_membership_begin(void * client, str user_identity_id, str acs_access_group_id, int present, _Out_ void **op, _Out_ void **error)',
  seam_acs_is_member_begin:
    'int seam_acs_is_member_begin(void * client, str acs_user_id, str acs_access_group_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_is_user_identity_member_begin:
    'int seam_acs_is_user_identity_member_begin(void * client, str user_identity_id, str acs_access_group_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_list_user_groups_begin:
    'int seam_acs_list_user_groups_begin(void * client, str acs_user_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_list_user_identity_groups_begin:
    'int seam_acs_list_user_identity_groups_begin(void * client, str user_identity_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_list_user_entrances_with_groups_begin:
    'int seam_acs_list_user_entrances_with_groups_begin(void * client, str acs_user_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_list_user_identity_entrances_with_groups_begin:
    'int seam_acs_list_user_identity_entrances_with_groups_begin(void * client, str user_identity_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_list_entrance_users_begin:
    'int seam_acs_list_entrance_users_begin(void * client, str acs_entrance_id, _Out_ void **op, _Out_ void **error)',
  seam_acs_apply_begin:
    'int seam_acs_apply_begin(void * client, str changes, str options_json, _Out_ void **op, _Out_ void **error)',
  seam_acs_decode_table:
    'int seam_acs_decode_table(str bytes, size_t length, _Out_ void **text, _Out_ void **error)',
  seam_acs_make_plan_begin:
    'int seam_acs_make_plan_begin(void * client, str roster, str options_json, _Out_ void **op, _Out_ void **error)',
  seam_acs_sync_begin:
    'int seam_acs_sync_begin(void * client, void * plan, str options_json, _Out_ void **op, _Out_ void **error)',
  seam_acs_plan_to_table:
    'int seam_acs_plan_to_table(void * plan, _Out_ void **table, _Out_ void **error)',
  seam_acs_plan_from_json:
    'int seam_acs_plan_from_json(str json, _Out_ void **plan, _Out_ void **error)',
  seam_acs_plan_free:
    'void seam_acs_plan_free(void * plan)',
  seam_acs_record_to_json:
    'int seam_acs_record_to_json(void * record, _Out_ void **json, _Out_ void **error)',
  seam_acs_record_free:
    'void seam_acs_record_free(void * record)',
  seam_acs_list_to_json:
    'int seam_acs_list_to_json(void * list, _Out_ void **json, _Out_ void **error)',
  seam_acs_list_free:
    'void seam_acs_list_free(void * list)',
  seam_acs_op_wait:
    'int seam_acs_op_wait(void * op, int milliseconds)',
  seam_acs_op_cancel:
    'void seam_acs_op_cancel(void * op)',
  seam_acs_op_result:
    'int seam_acs_op_result(void * op, _Out_ void **error)',
  seam_acs_op_to_json:
    'int seam_acs_op_to_json(void * op, _Out_ void **json, _Out_ void **error)',
  seam_acs_op_attach:
    'int seam_acs_op_attach(void * op, void * queue, size_t tag, _Out_ void **error)',
  seam_acs_op_request_id:
    'str seam_acs_op_request_id(void * op)',
  seam_acs_op_progress:
    'void seam_acs_op_progress(void * op, _Out_ size_t *done, _Out_ size_t *failed, _Out_ size_t *total, _Out_ size_t *concurrency, _Out_ size_t *per_second)',
  seam_acs_op_free:
    'void seam_acs_op_free(void * op)',
  seam_acs_queue_new:
    'int seam_acs_queue_new(_Out_ void **queue, _Out_ void **error)',
  seam_acs_queue_fd:
    'int seam_acs_queue_fd(void * queue)',
  seam_acs_queue_next:
    'int seam_acs_queue_next(void * queue, int milliseconds, _Out_ size_t *tag)',
  seam_acs_queue_free:
    'void seam_acs_queue_free(void * queue)',
  seam_acs_outbox_open:
    'int seam_acs_outbox_open(str folder, str options_json, _Out_ void **outbox, _Out_ void **error)',
  seam_acs_outbox_enqueue:
    'int seam_acs_outbox_enqueue(void * outbox, str changes, _Out_ void **list, _Out_ void **error)',
  seam_acs_outbox_deliver_begin:
    'int seam_acs_outbox_deliver_begin(void * outbox, void * client, str options_json, _Out_ void **op, _Out_ void **error)',
  seam_acs_outbox_status:
    'int seam_acs_outbox_status(void * outbox, _Out_ void **record, _Out_ void **error)',
  seam_acs_outbox_list:
    'int seam_acs_outbox_list(void * outbox, str filter_json, _Out_ void **list, _Out_ void **error)',
  seam_acs_outbox_outcomes:
    'int seam_acs_outbox_outcomes(void * outbox, str cursor, _Out_ void **list, _Out_ void **error)',
  seam_acs_outbox_acknowledge:
    'int seam_acs_outbox_acknowledge(void * outbox, str cursor, _Out_ void **error)',
  seam_acs_outbox_retry:
    'int seam_acs_outbox_retry(void * outbox, str id, int good_for_seconds, _Out_ void **error)',
  seam_acs_outbox_drop:
    'int seam_acs_outbox_drop(void * outbox, str id, str reason, int force, _Out_ void **error)',
  seam_acs_outbox_free:
    'void seam_acs_outbox_free(void * outbox)',
  seam_acs_request_begin:
    'int seam_acs_request_begin(void * client, str path, str params_json, _Out_ void **op, _Out_ void **error)',
  seam_acs_string_free:
    'void seam_acs_string_free(void * string)',
}

export const OPERATIONS = {
  'check': { result: 'nothing', forms: [
    { function: 'seam_acs_check_begin', arguments: {} },
  ] },
  'request': { result: 'json', forms: [
    { function: 'seam_acs_request_begin', arguments: { path: 'text', params: 'json' } },
  ] },
  'acs.users.add_to_access_group': { result: 'nothing', forms: [
    { function: 'seam_acs_add_user_to_group_begin', arguments: { acs_user_id: 'id', acs_access_group_id: 'id' } },
    { function: 'seam_acs_add_user_identity_to_group_begin', arguments: { user_identity_id: 'id', acs_access_group_id: 'id' } },
  ] },
  'acs.users.remove_from_access_group': { result: 'nothing', forms: [
    { function: 'seam_acs_remove_user_from_group_begin', arguments: { acs_user_id: 'id', acs_access_group_id: 'id' } },
    { function: 'seam_acs_remove_user_identity_from_group_begin', arguments: { user_identity_id: 'id', acs_access_group_id: 'id' } },
  ] },
  'acs.users.get': { result: 'record', forms: [
    { function: 'seam_acs_get_user_begin', arguments: { acs_user_id: 'id' } },
    { function: 'seam_acs_get_user_by_identity_begin', arguments: { user_identity_id: 'id', acs_system_id: 'id' } },
  ] },
  'acs.users.list': { result: 'list', forms: [
    { function: 'seam_acs_list_users_begin', arguments: { filter: 'rest' } },
  ] },
  'acs.users.list_accessible_entrances': { result: 'list', forms: [
    { function: 'seam_acs_list_user_entrances_begin', arguments: { acs_user_id: 'id' } },
    { function: 'seam_acs_list_user_identity_entrances_begin', arguments: { user_identity_id: 'id', acs_system_id: 'id' } },
  ] },
  'acs.access_groups.add_user': { result: 'nothing', forms: [
    { function: 'seam_acs_add_user_to_group_begin', arguments: { acs_user_id: 'id', acs_access_group_id: 'id' } },
    { function: 'seam_acs_add_user_identity_to_group_begin', arguments: { user_identity_id: 'id', acs_access_group_id: 'id' } },
  ] },
  'acs.access_groups.remove_user': { result: 'nothing', forms: [
    { function: 'seam_acs_remove_user_from_group_begin', arguments: { acs_user_id: 'id', acs_access_group_id: 'id' } },
    { function: 'seam_acs_remove_user_identity_from_group_begin', arguments: { user_identity_id: 'id', acs_access_group_id: 'id' } },
  ] },
  'acs.access_groups.delete': { result: 'nothing', forms: [
    { function: 'seam_acs_delete_group_begin', arguments: { acs_access_group_id: 'id' } },
  ] },
  'acs.access_groups.get': { result: 'record', forms: [
    { function: 'seam_acs_get_group_begin', arguments: { acs_access_group_id: 'id' } },
  ] },
  'acs.access_groups.list': { result: 'list', forms: [
    { function: 'seam_acs_list_groups_begin', arguments: { filter: 'rest' } },
  ] },
  'acs.access_groups.list_users': { result: 'list', forms: [
    { function: 'seam_acs_list_group_users_begin', arguments: { acs_access_group_id: 'id' } },
  ] },
  'acs.access_groups.list_accessible_entrances': { result: 'list', forms: [
    { function: 'seam_acs_list_group_entrances_begin', arguments: { acs_access_group_id: 'id' } },
  ] },
  'acs.systems.get': { result: 'record', forms: [
    { function: 'seam_acs_get_system_begin', arguments: { acs_system_id: 'id' } },
  ] },
  'acs.systems.list': { result: 'list', forms: [
    { function: 'seam_acs_list_systems_begin', arguments: { filter: 'rest' } },
  ] },
  'acs.entrances.get': { result: 'record', forms: [
    { function: 'seam_acs_get_entrance_begin', arguments: { acs_entrance_id: 'id' } },
  ] },
  'acs.entrances.list': { result: 'list', forms: [
    { function: 'seam_acs_list_entrances_begin', arguments: { filter: 'rest' } },
  ] },
  'acs.memberships.apply': { result: 'report', forms: [
    { function: 'seam_acs_apply_begin', arguments: { changes: 'table', options: 'rest' } },
  ] },
  'acs.memberships.plan': { result: 'plan', forms: [
    { function: 'seam_acs_make_plan_begin', arguments: { roster: 'table', options: 'rest' } },
  ] },
  'acs.memberships.sync': { result: 'report', forms: [
    { function: 'seam_acs_sync_begin', arguments: { plan: 'plan', options: 'rest' } },
  ] },
  'acs.memberships.wait': { result: 'record', forms: [
    { function: 'seam_acs_wait_for_membership_begin', arguments: { acs_user_id: 'id', acs_access_group_id: 'id', present: 'flag', options: 'rest' } },
    { function: 'seam_acs_wait_for_user_identity_membership_begin', arguments: { user_identity_id: 'id', acs_access_group_id: 'id', present: 'flag', options: 'rest' } },
  ] },
  'acs.memberships.ensure': { result: 'record', forms: [
    { function: 'seam_acs_ensure_membership_begin', arguments: { acs_user_id: 'id', acs_access_group_id: 'id', present: 'flag' } },
    { function: 'seam_acs_ensure_user_identity_membership_begin', arguments: { user_identity_id: 'id', acs_access_group_id: 'id', present: 'flag' } },
  ] },
  'acs.memberships.is_member': { result: 'bool', forms: [
    { function: 'seam_acs_is_member_begin', arguments: { acs_user_id: 'id', acs_access_group_id: 'id' } },
    { function: 'seam_acs_is_user_identity_member_begin', arguments: { user_identity_id: 'id', acs_access_group_id: 'id' } },
  ] },
  'acs.memberships.groups_of': { result: 'list', forms: [
    { function: 'seam_acs_list_user_groups_begin', arguments: { acs_user_id: 'id' } },
    { function: 'seam_acs_list_user_identity_groups_begin', arguments: { user_identity_id: 'id' } },
  ] },
  'acs.memberships.entrances_of': { result: 'list', forms: [
    { function: 'seam_acs_list_user_entrances_with_groups_begin', arguments: { acs_user_id: 'id' } },
    { function: 'seam_acs_list_user_identity_entrances_with_groups_begin', arguments: { user_identity_id: 'id' } },
  ] },
  'acs.memberships.who_can_open': { result: 'list', forms: [
    { function: 'seam_acs_list_entrance_users_begin', arguments: { acs_entrance_id: 'id' } },
  ] },
}
