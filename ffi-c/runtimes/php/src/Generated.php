<?php

declare(strict_types=1);

// Generated from api/operations.toml by `cargo xtask generate`; do not edit.

namespace SeamAcs;

/** @internal */
final class Generated
{
    public const VERSION = '0.1.0';
    public const ABI_VERSION = 1;

    public const STATUSES = [
        'OK' => 0,
        'INTERNAL' => -1001,
        'RESOURCES' => -1002,
        'NULL_ARGUMENT' => -2001,
        'UTF8' => -2002,
        'INVALID_ARGUMENT' => -2003,
        'STATE' => -2004,
        'OPTIONS' => -2005,
        'TOKEN' => -2006,
        'NOT_SUPPORTED' => -2007,
        'CANCELLED' => -3001,
        'DEADLINE' => -3002,
        'FORKED' => -3003,
        'DNS' => -4001,
        'CONNECT' => -4002,
        'TLS' => -4003,
        'PROXY' => -4004,
        'NETWORK' => -4005,
        'UNAUTHORIZED' => -5001,
        'FORBIDDEN' => -5002,
        'NOT_FOUND' => -5003,
        'INVALID_INPUT' => -5004,
        'CONFLICT' => -5005,
        'RATE_LIMITED' => -5006,
        'SERVER' => -5007,
        'UNEXPECTED_RESPONSE' => -5008,
        'PARTIAL' => -6001,
        'GUARD' => -7001,
        'AUDIT' => -7002,
        'OUTCOME_UNKNOWN' => -8001,
    ];

    public const OPTIONS = [
        'api_key' => 'text',
        'personal_access_token' => 'text',
        'workspace_id' => 'text',
        'endpoint' => 'text',
        'timeout_ms' => 'number',
        'attempt_timeout_ms' => 'number',
        'connect_timeout_ms' => 'number',
        'max_attempts' => 'number',
        'retry_until_deadline' => 'flag',
        'max_concurrency' => 'number',
        'max_pause_ms' => 'number',
        'max_response_bytes' => 'number',
        'proxy' => 'text',
        'ca_file' => 'text',
        'trust_env' => 'flag',
        'user_agent_suffix' => 'text',
        'allow_insecure_http' => 'flag',
        'log_file' => 'text',
        'log_fd' => 'number',
        'log_level' => 'text',
        'audit_log' => 'text',
        'audit_failure' => 'text',
        'audit_sync' => 'text',
        'actor' => 'text',
        'reason' => 'text',
    ];

    public const OPERATIONS = [
        'check' => ['result' => 'nothing', 'forms' => [
            ['function' => 'seam_acs_check_begin', 'arguments' => []],
        ]],
        'request' => ['result' => 'json', 'forms' => [
            ['function' => 'seam_acs_request_begin', 'arguments' => ['path' => 'text', 'params' => 'json']],
        ]],
        'acs.users.add_to_access_group' => ['result' => 'nothing', 'forms' => [
            ['function' => 'seam_acs_add_user_to_group_begin', 'arguments' => ['acs_user_id' => 'id', 'acs_access_group_id' => 'id']],
            ['function' => 'seam_acs_add_user_identity_to_group_begin', 'arguments' => ['user_identity_id' => 'id', 'acs_access_group_id' => 'id']],
        ]],
        'acs.users.remove_from_access_group' => ['result' => 'nothing', 'forms' => [
            ['function' => 'seam_acs_remove_user_from_group_begin', 'arguments' => ['acs_user_id' => 'id', 'acs_access_group_id' => 'id']],
            ['function' => 'seam_acs_remove_user_identity_from_group_begin', 'arguments' => ['user_identity_id' => 'id', 'acs_access_group_id' => 'id']],
        ]],
        'acs.users.get' => ['result' => 'record', 'forms' => [
            ['function' => 'seam_acs_get_user_begin', 'arguments' => ['acs_user_id' => 'id']],
            ['function' => 'seam_acs_get_user_by_identity_begin', 'arguments' => ['user_identity_id' => 'id', 'acs_system_id' => 'id']],
        ]],
        'acs.users.list' => ['result' => 'list', 'forms' => [
            ['function' => 'seam_acs_list_users_begin', 'arguments' => ['filter' => 'rest']],
        ]],
        'acs.users.list_accessible_entrances' => ['result' => 'list', 'forms' => [
            ['function' => 'seam_acs_list_user_entrances_begin', 'arguments' => ['acs_user_id' => 'id']],
            ['function' => 'seam_acs_list_user_identity_entrances_begin', 'arguments' => ['user_identity_id' => 'id', 'acs_system_id' => 'id']],
        ]],
        'acs.access_groups.add_user' => ['result' => 'nothing', 'forms' => [
            ['function' => 'seam_acs_add_user_to_group_begin', 'arguments' => ['acs_user_id' => 'id', 'acs_access_group_id' => 'id']],
            ['function' => 'seam_acs_add_user_identity_to_group_begin', 'arguments' => ['user_identity_id' => 'id', 'acs_access_group_id' => 'id']],
        ]],
        'acs.access_groups.remove_user' => ['result' => 'nothing', 'forms' => [
            ['function' => 'seam_acs_remove_user_from_group_begin', 'arguments' => ['acs_user_id' => 'id', 'acs_access_group_id' => 'id']],
            ['function' => 'seam_acs_remove_user_identity_from_group_begin', 'arguments' => ['user_identity_id' => 'id', 'acs_access_group_id' => 'id']],
        ]],
        'acs.access_groups.delete' => ['result' => 'nothing', 'forms' => [
            ['function' => 'seam_acs_delete_group_begin', 'arguments' => ['acs_access_group_id' => 'id']],
        ]],
        'acs.access_groups.get' => ['result' => 'record', 'forms' => [
            ['function' => 'seam_acs_get_group_begin', 'arguments' => ['acs_access_group_id' => 'id']],
        ]],
        'acs.access_groups.list' => ['result' => 'list', 'forms' => [
            ['function' => 'seam_acs_list_groups_begin', 'arguments' => ['filter' => 'rest']],
        ]],
        'acs.access_groups.list_users' => ['result' => 'list', 'forms' => [
            ['function' => 'seam_acs_list_group_users_begin', 'arguments' => ['acs_access_group_id' => 'id']],
        ]],
        'acs.access_groups.list_accessible_entrances' => ['result' => 'list', 'forms' => [
            ['function' => 'seam_acs_list_group_entrances_begin', 'arguments' => ['acs_access_group_id' => 'id']],
        ]],
        'acs.systems.get' => ['result' => 'record', 'forms' => [
            ['function' => 'seam_acs_get_system_begin', 'arguments' => ['acs_system_id' => 'id']],
        ]],
        'acs.systems.list' => ['result' => 'list', 'forms' => [
            ['function' => 'seam_acs_list_systems_begin', 'arguments' => ['filter' => 'rest']],
        ]],
        'acs.entrances.get' => ['result' => 'record', 'forms' => [
            ['function' => 'seam_acs_get_entrance_begin', 'arguments' => ['acs_entrance_id' => 'id']],
        ]],
        'acs.entrances.list' => ['result' => 'list', 'forms' => [
            ['function' => 'seam_acs_list_entrances_begin', 'arguments' => ['filter' => 'rest']],
        ]],
        'acs.memberships.apply' => ['result' => 'report', 'forms' => [
            ['function' => 'seam_acs_apply_begin', 'arguments' => ['changes' => 'table', 'options' => 'rest']],
        ]],
        'acs.memberships.plan' => ['result' => 'plan', 'forms' => [
            ['function' => 'seam_acs_make_plan_begin', 'arguments' => ['roster' => 'table', 'options' => 'rest']],
        ]],
        'acs.memberships.sync' => ['result' => 'report', 'forms' => [
            ['function' => 'seam_acs_sync_begin', 'arguments' => ['plan' => 'plan', 'options' => 'rest']],
        ]],
        'acs.memberships.wait' => ['result' => 'record', 'forms' => [
            ['function' => 'seam_acs_wait_for_membership_begin', 'arguments' => ['acs_user_id' => 'id', 'acs_access_group_id' => 'id', 'present' => 'flag', 'options' => 'rest']],
            ['function' => 'seam_acs_wait_for_user_identity_membership_begin', 'arguments' => ['user_identity_id' => 'id', 'acs_access_group_id' => 'id', 'present' => 'flag', 'options' => 'rest']],
        ]],
        'acs.memberships.ensure' => ['result' => 'record', 'forms' => [
            ['function' => 'seam_acs_ensure_membership_begin', 'arguments' => ['acs_user_id' => 'id', 'acs_access_group_id' => 'id', 'present' => 'flag']],
            ['function' => 'seam_acs_ensure_user_identity_membership_begin', 'arguments' => ['user_identity_id' => 'id', 'acs_access_group_id' => 'id', 'present' => 'flag']],
        ]],
        'acs.memberships.is_member' => ['result' => 'bool', 'forms' => [
            ['function' => 'seam_acs_is_member_begin', 'arguments' => ['acs_user_id' => 'id', 'acs_access_group_id' => 'id']],
            ['function' => 'seam_acs_is_user_identity_member_begin', 'arguments' => ['user_identity_id' => 'id', 'acs_access_group_id' => 'id']],
        ]],
        'acs.memberships.groups_of' => ['result' => 'list', 'forms' => [
            ['function' => 'seam_acs_list_user_groups_begin', 'arguments' => ['acs_user_id' => 'id']],
            ['function' => 'seam_acs_list_user_identity_groups_begin', 'arguments' => ['user_identity_id' => 'id']],
        ]],
        'acs.memberships.entrances_of' => ['result' => 'list', 'forms' => [
            ['function' => 'seam_acs_list_user_entrances_with_groups_begin', 'arguments' => ['acs_user_id' => 'id']],
            ['function' => 'seam_acs_list_user_identity_entrances_with_groups_begin', 'arguments' => ['user_identity_id' => 'id']],
        ]],
        'acs.memberships.who_can_open' => ['result' => 'list', 'forms' => [
            ['function' => 'seam_acs_list_entrance_users_begin', 'arguments' => ['acs_entrance_id' => 'id']],
        ]],
    ];
}
