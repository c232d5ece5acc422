# frozen_string_literal: true

class ErrorsTest < SandboxTest
  def test_a_refusal_has_a_class_of_its_own_and_says_everything
    error = assert_raises(SeamAcs::NotFound) do
      @seam.acs.users.add_to_access_group(acs_user_id: Sandbox::USER, acs_access_group_id: Sandbox::USER)
    end
    assert_kind_of SeamAcs::Error, error
    assert_equal [:NOT_FOUND, -5003, 404, "acs_access_group_not_found"],
                 [error.name, error.status, error.http_status, error.api_type]
    assert_match(/\Arequest/, error.request_id)
    refute error.retryable?
    refute error.outcome_unknown?
    assert_match Sandbox::USER, error.message
  end

  def test_a_change_without_answer_is_outcome_unknown
    SANDBOX.fault(kind: "drop", at: "after_applying", times: nil)
    seam = @seam.with(max_attempts: 1)
    error = assert_raises(SeamAcs::OutcomeUnknown) { seam.acs.users.remove_from_access_group(**PAIR) }
    assert error.outcome_unknown?
  end

  def test_a_list_with_a_failure_brings_its_report
    changes = [{ action: "add", **PAIR }, { action: "add", acs_user_id: "nobody", acs_access_group_id: Sandbox::GROUP }]
    error = assert_raises(SeamAcs::Partial) { @seam.acs.memberships.apply(changes) }
    assert_equal %w[applied failed], (error.report.fetch("items").map { |item| item.fetch("outcome") })
  end

  def test_keywords_that_name_no_call_are_refused_and_nothing_is_sent
    users = @seam.acs.users
    [
      -> { users.remove_from_access_group(acs_access_group_id: Sandbox::GROUP) },
      -> { @seam.acs.memberships.is_member(**PAIR, present: true) }
    ].each do |call|
      assert_match(/ takes .*acs_user_id, acs_access_group_id or user_identity_id/, assert_raises(SeamAcs::InvalidArgument, &call).message)
    end
    assert_empty SANDBOX.requests
  end

  def test_text_that_c_would_cut_or_that_is_no_utf8_is_refused
    ["#{Sandbox::USER}\0x", 7, "\xff".b].each do |bad|
      assert_raises(SeamAcs::InvalidArgument) { @seam.acs.users.get(acs_user_id: bad) }
    end
    assert_raises(SeamAcs::Utf8) { @seam.acs.users.get(acs_user_id: "\xff") }
    assert_empty SANDBOX.requests
  end

  def test_text_in_another_encoding_arrives_as_the_same_letters
    assert_raises(SeamAcs::Error) { @seam.acs.users.get(acs_user_id: "Zoë".encode("ISO-8859-1")) }
    assert_equal "Zoë", JSON.parse(SANDBOX.requests.last.fetch("body")).fetch("acs_user_id")
  end
end
