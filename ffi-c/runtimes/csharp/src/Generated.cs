// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
using System;
using System.Reflection;
using System.Runtime.InteropServices;

[assembly: AssemblyVersion("0.1.0.0")]

namespace SeamAcs
{
    /// <summary>What a call ended as.</summary>
    public enum Status
    {
        /// <summary>Done. For a change: recorded by Seam; the access system follows.</summary>
        Ok = 0, // OK
        /// <summary>A bug in this library, contained. Please report it.</summary>
        Internal = -1001, // INTERNAL
        /// <summary>The operating system refused a thread, a descriptor or memory.</summary>
        Resources = -1002, // RESOURCES
        /// <summary>A required argument is NULL.</summary>
        NullArgument = -2001, // NULL_ARGUMENT
        /// <summary>A text argument is not valid UTF-8.</summary>
        Utf8 = -2002, // UTF8
        /// <summary>A value was refused before anything was sent; the message names it.</summary>
        InvalidArgument = -2003, // INVALID_ARGUMENT
        /// <summary>The object is not in a state for this call, such as the result of a pending operation.</summary>
        State = -2004, // STATE
        /// <summary>An option is unknown, out of range, or in conflict with another.</summary>
        Options = -2005, // OPTIONS
        /// <summary>A credential is not of the right kind.</summary>
        Token = -2006, // TOKEN
        /// <summary>This build or platform cannot do it.</summary>
        NotSupported = -2007, // NOT_SUPPORTED
        /// <summary>Cancelled. A change with this status was never sent.</summary>
        Cancelled = -3001, // CANCELLED
        /// <summary>The deadline passed. A change with this status was never sent.</summary>
        Deadline = -3002, // DEADLINE
        /// <summary>The operation belongs to the parent of this forked process, which owns its outcome.</summary>
        Forked = -3003, // FORKED
        /// <summary>The host name could not be resolved.</summary>
        Dns = -4001, // DNS
        /// <summary>No connection could be made.</summary>
        Connect = -4002, // CONNECT
        /// <summary>The TLS connection could not be made: the message says what is wrong with the certificate.</summary>
        Tls = -4003, // TLS
        /// <summary>The proxy refused or failed.</summary>
        Proxy = -4004, // PROXY
        /// <summary>The connection broke, or no answer came in time.</summary>
        Network = -4005, // NETWORK
        /// <summary>The credentials were not accepted (HTTP 401).</summary>
        Unauthorized = -5001, // UNAUTHORIZED
        /// <summary>The credentials do not allow this (HTTP 403).</summary>
        Forbidden = -5002, // FORBIDDEN
        /// <summary>Seam knows no such user, group or other thing (HTTP 404).</summary>
        NotFound = -5003, // NOT_FOUND
        /// <summary>Seam refused the request as wrong; see seam_acs_error_validation_errors (other HTTP 4xx).</summary>
        InvalidInput = -5004, // INVALID_INPUT
        /// <summary>Seam refused the request as in conflict with its state (HTTP 409).</summary>
        Conflict = -5005, // CONFLICT
        /// <summary>Too many requests (HTTP 429); see seam_acs_error_retry_after_ms.</summary>
        RateLimited = -5006, // RATE_LIMITED
        /// <summary>Seam, or something before it, failed (HTTP 5xx).</summary>
        Server = -5007, // SERVER
        /// <summary>The answer is not from Seam: a login page, an empty body, a redirect.</summary>
        UnexpectedResponse = -5008, // UNEXPECTED_RESPONSE
        /// <summary>Some changes of a list were not made: the report says which.</summary>
        Partial = -6001, // PARTIAL
        /// <summary>A plan was refused: it would do too much, or it is out of date. Nothing was changed.</summary>
        Guard = -7001, // GUARD
        /// <summary>The audit log could not be written, so nothing was sent.</summary>
        Audit = -7002, // AUDIT
        /// <summary>The change may or may not be recorded: read the membership before you act on it.</summary>
        OutcomeUnknown = -8001, // OUTCOME_UNKNOWN
    }

    internal static class Generated
    {
        internal const string Version = "0.1.0";
        internal const int AbiVersion = 1;
    }

    internal static class Native
    {
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr seam_acs_version();
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_abi_version();
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr seam_acs_status_name(int status);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_error_status(ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr seam_acs_error_name(ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr seam_acs_error_message(ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_error_http_status(ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr seam_acs_error_api_type(ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr seam_acs_error_request_id(ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr seam_acs_error_validation_errors(ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_error_retryable(ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_error_outcome_unknown(ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_error_retry_after_ms(ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_error_attempts(ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr seam_acs_error_to_json(ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern void seam_acs_error_free(IntPtr error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern OptionsHandle seam_acs_options_new();
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_options_set(OptionsHandle options, byte[] name, byte[] value, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern void seam_acs_options_free(IntPtr options);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_client_new(OptionsHandle options, out ClientHandle client, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_client_from_env(OptionsHandle options, out ClientHandle client, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_client_with(ClientHandle client, OptionsHandle options, out ClientHandle scoped, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern void seam_acs_client_cancel(ClientHandle client);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_check_begin(ClientHandle client, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern void seam_acs_client_free(IntPtr client);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_add_user_to_group_begin(ClientHandle client, byte[] acsUserId, byte[] acsAccessGroupId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_remove_user_from_group_begin(ClientHandle client, byte[] acsUserId, byte[] acsAccessGroupId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_add_user_identity_to_group_begin(ClientHandle client, byte[] userIdentityId, byte[] acsAccessGroupId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_remove_user_identity_from_group_begin(ClientHandle client, byte[] userIdentityId, byte[] acsAccessGroupId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_delete_group_begin(ClientHandle client, byte[] acsAccessGroupId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_get_group_begin(ClientHandle client, byte[] acsAccessGroupId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_groups_begin(ClientHandle client, byte[] filterJson, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_group_users_begin(ClientHandle client, byte[] acsAccessGroupId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_group_entrances_begin(ClientHandle client, byte[] acsAccessGroupId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_get_user_begin(ClientHandle client, byte[] acsUserId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_get_user_by_identity_begin(ClientHandle client, byte[] userIdentityId, byte[] acsSystemId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_users_begin(ClientHandle client, byte[] filterJson, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_user_entrances_begin(ClientHandle client, byte[] acsUserId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_user_identity_entrances_begin(ClientHandle client, byte[] userIdentityId, byte[] acsSystemId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_get_system_begin(ClientHandle client, byte[] acsSystemId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_systems_begin(ClientHandle client, byte[] filterJson, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_get_entrance_begin(ClientHandle client, byte[] acsEntranceId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_entrances_begin(ClientHandle client, byte[] filterJson, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_wait_for_membership_begin(ClientHandle client, byte[] acsUserId, byte[] acsAccessGroupId, int present, byte[] optionsJson, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_wait_for_user_identity_membership_begin(ClientHandle client, byte[] userIdentityId, byte[] acsAccessGroupId, int present, byte[] optionsJson, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_ensure_membership_begin(ClientHandle client, byte[] acsUserId, byte[] acsAccessGroupId, int present, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_ensure_user_identity_membership_begin(ClientHandle client, byte[] userIdentityId, byte[] acsAccessGroupId, int present, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_is_member_begin(ClientHandle client, byte[] acsUserId, byte[] acsAccessGroupId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_is_user_identity_member_begin(ClientHandle client, byte[] userIdentityId, byte[] acsAccessGroupId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_user_groups_begin(ClientHandle client, byte[] acsUserId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_user_identity_groups_begin(ClientHandle client, byte[] userIdentityId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_user_entrances_with_groups_begin(ClientHandle client, byte[] acsUserId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_user_identity_entrances_with_groups_begin(ClientHandle client, byte[] userIdentityId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_entrance_users_begin(ClientHandle client, byte[] acsEntranceId, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_apply_begin(ClientHandle client, byte[] changes, byte[] optionsJson, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_decode_table(byte[] bytes, UIntPtr length, out IntPtr text, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_make_plan_begin(ClientHandle client, byte[] roster, byte[] optionsJson, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_sync_begin(ClientHandle client, PlanHandle plan, byte[] optionsJson, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_plan_to_table(PlanHandle plan, out IntPtr table, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_plan_from_json(byte[] json, out PlanHandle plan, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern void seam_acs_plan_free(IntPtr plan);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_record_to_json(RecordHandle record, out IntPtr json, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern void seam_acs_record_free(IntPtr record);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_list_to_json(ListHandle list, out IntPtr json, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern void seam_acs_list_free(IntPtr list);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_op_wait(OpHandle op, int milliseconds);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern void seam_acs_op_cancel(OpHandle op);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_op_result(OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_op_to_json(OpHandle op, out IntPtr json, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_op_attach(OpHandle op, QueueHandle queue, UIntPtr tag, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr seam_acs_op_request_id(OpHandle op);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern void seam_acs_op_progress(OpHandle op, out UIntPtr done, out UIntPtr failed, out UIntPtr total, out UIntPtr concurrency, out UIntPtr perSecond);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern void seam_acs_op_free(IntPtr op);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_queue_new(out QueueHandle queue, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_queue_fd(QueueHandle queue);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_queue_next(QueueHandle queue, int milliseconds, out UIntPtr tag);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern void seam_acs_queue_free(IntPtr queue);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_outbox_open(byte[] folder, byte[] optionsJson, out OutboxHandle outbox, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_outbox_enqueue(OutboxHandle outbox, byte[] changes, out ListHandle list, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_outbox_deliver_begin(OutboxHandle outbox, ClientHandle client, byte[] optionsJson, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_outbox_status(OutboxHandle outbox, out RecordHandle record, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_outbox_list(OutboxHandle outbox, byte[] filterJson, out ListHandle list, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_outbox_outcomes(OutboxHandle outbox, byte[] cursor, out ListHandle list, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_outbox_acknowledge(OutboxHandle outbox, byte[] cursor, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_outbox_retry(OutboxHandle outbox, byte[] id, int goodForSeconds, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_outbox_drop(OutboxHandle outbox, byte[] id, byte[] reason, int force, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern void seam_acs_outbox_free(IntPtr outbox);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern int seam_acs_request_begin(ClientHandle client, byte[] path, byte[] paramsJson, out OpHandle op, out ErrorHandle error);
        [DllImport("libseam_acs.so.0", CallingConvention = CallingConvention.Cdecl)]
        internal static extern void seam_acs_string_free(IntPtr text);
    }
}
