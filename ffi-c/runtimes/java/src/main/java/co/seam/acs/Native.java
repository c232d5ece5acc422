// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/** The C functions. Texts are bytes that end in NUL: what JNA makes of a String depends on the locale. */
interface Native extends Library {
    String VERSION = "0.1.0";
    int ABI_VERSION = 1;

    Pointer seam_acs_version();

    int seam_acs_abi_version();

    Pointer seam_acs_status_name(int status);

    int seam_acs_error_status(Pointer error);

    Pointer seam_acs_error_name(Pointer error);

    Pointer seam_acs_error_message(Pointer error);

    int seam_acs_error_http_status(Pointer error);

    Pointer seam_acs_error_api_type(Pointer error);

    Pointer seam_acs_error_request_id(Pointer error);

    Pointer seam_acs_error_validation_errors(Pointer error);

    int seam_acs_error_retryable(Pointer error);

    int seam_acs_error_outcome_unknown(Pointer error);

    int seam_acs_error_retry_after_ms(Pointer error);

    int seam_acs_error_attempts(Pointer error);

    Pointer seam_acs_error_to_json(Pointer error);

    void seam_acs_error_free(Pointer error);

    Pointer seam_acs_options_new();

    int seam_acs_options_set(Pointer options, byte[] name, byte[] value, PointerByReference error);

    void seam_acs_options_free(Pointer options);

    int seam_acs_client_new(Pointer options, PointerByReference client, PointerByReference error);

    int seam_acs_client_from_env(Pointer options, PointerByReference client, PointerByReference error);

    int seam_acs_client_with(Pointer client, Pointer options, PointerByReference scoped, PointerByReference error);

    void seam_acs_client_cancel(Pointer client);

    int seam_acs_check_begin(Pointer client, PointerByReference op, PointerByReference error);

    void seam_acs_client_free(Pointer client);

    int seam_acs_add_user_to_group_begin(Pointer client, byte[] acs_user_id, byte[] acs_access_group_id, PointerByReference op, PointerByReference error);

    int seam_acs_remove_user_from_group_begin(Pointer client, byte[] acs_user_id, byte[] acs_access_group_id, PointerByReference op, PointerByReference error);

    int seam_acs_add_user_identity_to_group_begin(Pointer client, byte[] user_identity_id, byte[] acs_access_group_id, PointerByReference op, PointerByReference error);

    int seam_acs_remove_user_identity_from_group_begin(Pointer client, byte[] user_identity_id, byte[] acs_access_group_id, PointerByReference op, PointerByReference error);

    int seam_acs_delete_group_begin(Pointer client, byte[] acs_access_group_id, PointerByReference op, PointerByReference error);

    int seam_acs_get_group_begin(Pointer client, byte[] acs_access_group_id, PointerByReference op, PointerByReference error);

    int seam_acs_list_groups_begin(Pointer client, byte[] filter_json, PointerByReference op, PointerByReference error);

    int seam_acs_list_group_users_begin(Pointer client, byte[] acs_access_group_id, PointerByReference op, PointerByReference error);

    int seam_acs_list_group_entrances_begin(Pointer client, byte[] acs_access_group_id, PointerByReference op, PointerByReference error);

    int seam_acs_get_user_begin(Pointer client, byte[] acs_user_id, PointerByReference op, PointerByReference error);

    int seam_acs_get_user_by_identity_begin(Pointer client, byte[] user_identity_id, byte[] acs_system_id, PointerByReference op, PointerByReference error);

    int seam_acs_list_users_begin(Pointer client, byte[] filter_json, PointerByReference op, PointerByReference error);

    int seam_acs_list_user_entrances_begin(Pointer client, byte[] acs_user_id, PointerByReference op, PointerByReference error);

    int seam_acs_list_user_identity_entrances_begin(Pointer client, byte[] user_identity_id, byte[] acs_system_id, PointerByReference op, PointerByReference error);

    int seam_acs_get_system_begin(Pointer client, byte[] acs_system_id, PointerByReference op, PointerByReference error);

    int seam_acs_list_systems_begin(Pointer client, byte[] filter_json, PointerByReference op, PointerByReference error);

    int seam_acs_get_entrance_begin(Pointer client, byte[] acs_entrance_id, PointerByReference op, PointerByReference error);

    int seam_acs_list_entrances_begin(Pointer client, byte[] filter_json, PointerByReference op, PointerByReference error);

    int seam_acs_wait_for_membership_begin(Pointer client, byte[] acs_user_id, byte[] acs_access_group_id, int present, byte[] options_json, PointerByReference op, PointerByReference error);

    int seam_acs_wait_for_user_identity_membership_begin(Pointer client, byte[] user_identity_id, byte[] acs_access_group_id, int present, byte[] options_json, PointerByReference op, PointerByReference error);

    int seam_acs_ensure_membership_begin(Pointer client, byte[] acs_user_id, byte[] acs_access_group_id, int present, PointerByReference op, PointerByReference error);

    int seam_acs_ensure_user_identity_membership_begin(Pointer client, byte[] user_identity_id, byte[] acs_access_group_id, int present, PointerByReference op, PointerByReference error);

    int seam_acs_is_member_begin(Pointer client, byte[] acs_user_id, byte[] acs_access_group_id, PointerByReference op, PointerByReference error);

    int seam_acs_is_user_identity_member_begin(Pointer client, byte[] user_identity_id, byte[] acs_access_group_id, PointerByReference op, PointerByReference error);

    int seam_acs_list_user_groups_begin(Pointer client, byte[] acs_user_id, PointerByReference op, PointerByReference error);

    int seam_acs_list_user_identity_groups_begin(Pointer client, byte[] user_identity_id, PointerByReference op, PointerByReference error);

    int seam_acs_list_user_entrances_with_groups_begin(Pointer client, byte[] acs_user_id, PointerByReference op, PointerByReference error);

    int seam_acs_list_user_identity_entrances_with_groups_begin(Pointer client, byte[] user_identity_id, PointerByReference op, PointerByReference error);

    int seam_acs_list_entrance_users_begin(Pointer client, byte[] acs_entrance_id, PointerByReference op, PointerByReference error);

    int seam_acs_apply_begin(Pointer client, byte[] changes, byte[] options_json, PointerByReference op, PointerByReference error);

    int seam_acs_decode_table(byte[] bytes, long length, PointerByReference text, PointerByReference error);

    int seam_acs_make_plan_begin(Pointer client, byte[] roster, byte[] options_json, PointerByReference op, PointerByReference error);

    int seam_acs_sync_begin(Pointer client, Pointer plan, byte[] options_json, PointerByReference op, PointerByReference error);

    int seam_acs_plan_to_table(Pointer plan, PointerByReference table, PointerByReference error);

    int seam_acs_plan_from_json(byte[] json, PointerByReference plan, PointerByReference error);

    void seam_acs_plan_free(Pointer plan);

    int seam_acs_record_to_json(Pointer record, PointerByReference json, PointerByReference error);

    void seam_acs_record_free(Pointer record);

    int seam_acs_list_to_json(Pointer list, PointerByReference json, PointerByReference error);

    void seam_acs_list_free(Pointer list);

    int seam_acs_op_wait(Pointer op, int milliseconds);

    void seam_acs_op_cancel(Pointer op);

    int seam_acs_op_result(Pointer op, PointerByReference error);

    int seam_acs_op_to_json(Pointer op, PointerByReference json, PointerByReference error);

    int seam_acs_op_attach(Pointer op, Pointer queue, long tag, PointerByReference error);

    Pointer seam_acs_op_request_id(Pointer op);

    void seam_acs_op_progress(Pointer op, LongByReference done, LongByReference failed, LongByReference total, LongByReference concurrency, LongByReference per_second);

    void seam_acs_op_free(Pointer op);

    int seam_acs_queue_new(PointerByReference queue, PointerByReference error);

    int seam_acs_queue_fd(Pointer queue);

    int seam_acs_queue_next(Pointer queue, int milliseconds, LongByReference tag);

    void seam_acs_queue_free(Pointer queue);

    int seam_acs_outbox_open(byte[] folder, byte[] options_json, PointerByReference outbox, PointerByReference error);

    int seam_acs_outbox_enqueue(Pointer outbox, byte[] changes, PointerByReference list, PointerByReference error);

    int seam_acs_outbox_deliver_begin(Pointer outbox, Pointer client, byte[] options_json, PointerByReference op, PointerByReference error);

    int seam_acs_outbox_status(Pointer outbox, PointerByReference record, PointerByReference error);

    int seam_acs_outbox_list(Pointer outbox, byte[] filter_json, PointerByReference list, PointerByReference error);

    int seam_acs_outbox_outcomes(Pointer outbox, byte[] cursor, PointerByReference list, PointerByReference error);

    int seam_acs_outbox_acknowledge(Pointer outbox, byte[] cursor, PointerByReference error);

    int seam_acs_outbox_retry(Pointer outbox, byte[] id, int good_for_seconds, PointerByReference error);

    int seam_acs_outbox_drop(Pointer outbox, byte[] id, byte[] reason, int force, PointerByReference error);

    void seam_acs_outbox_free(Pointer outbox);

    int seam_acs_request_begin(Pointer client, byte[] path, byte[] params_json, PointerByReference op, PointerByReference error);

    void seam_acs_string_free(Pointer string);
}
