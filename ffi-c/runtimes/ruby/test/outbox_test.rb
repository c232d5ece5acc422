# frozen_string_literal: true

require "fileutils"
require "tmpdir"

class OutboxTest < SandboxTest
  # Nobody whom another test leaves a late request for: an addition would wait for it.
  USER = "33333333-3333-3333-3333-000000000002"
  PAIR = { acs_user_id: USER, acs_access_group_id: Sandbox::GROUP }.freeze

  def setup
    super
    @folder = Dir.mktmpdir
    @outbox = SeamAcs::Outbox.new(File.join(@folder, "outbox"))
  end

  def teardown
    @outbox.close
    FileUtils.remove_entry(@folder)
    super
  end

  def states = @outbox.changes.map { |change| change.fetch("state") }

  def test_what_is_kept_without_a_key_is_delivered_by_another_object_and_told_until_it_is_acknowledged
    @outbox.remove_from_access_group(**PAIR)
    @outbox.add_to_access_group(**PAIR, good_for_s: 60, actor: "ada")
    2.times { @outbox.close }
    assert_raises(IOError) { @outbox.status }
    @outbox = SeamAcs::Outbox.new(File.join(@folder, "outbox"))
    assert_equal 2, @outbox.status.fetch("waiting")
    assert_equal 1, @outbox.deliver(@seam, until_empty: true).fetch("delivered")
    assert_includes SANDBOX.members, USER
    first, last = @outbox.outcomes
    assert_equal %w[superseded recorded], [first.fetch("state"), last.fetch("state")]
    assert_equal [last], @outbox.outcomes(first.fetch("cursor"))
    @outbox.acknowledge(last.fetch("cursor"))
    assert_empty @outbox.changes
  end

  def test_a_delivery_goes_on_until_the_client_is_cancelled_and_other_threads_run
    delivery = Thread.new { @outbox.deliver(@seam) }
    delivery.report_on_exception = false
    @outbox.remove_from_access_group(**PAIR)
    sleep 0.01 until states == ["recorded"]
    @seam.cancel
    assert_raises(SeamAcs::Cancelled) { delivery.value }
  end

  def test_a_list_is_kept_whole_or_not_at_all_and_until_keeps_two_changes
    add = { action: "add", **PAIR }
    error = assert_raises(SeamAcs::InvalidArgument) { @outbox.enqueue([add, { **add, action: "open" }]) }
    assert_match "change 2", error.message
    assert_equal %w[1 2], @outbox.enqueue([{ **add, until: "2126-12-04T18:00+01:00" }])
    assert_equal %w[waiting scheduled], states
    assert_equal(["2"], @outbox.changes(state: "scheduled").map { |change| change.fetch("id") })
  end

  def test_a_removal_is_dropped_by_force_and_with_a_reason_and_can_be_asked_for_again
    id = @outbox.remove_from_access_group(**PAIR)
    assert_raises(SeamAcs::Guard) { @outbox.drop(id, reason: "left") }
    @outbox.drop(id, reason: "left", force: true)
    assert_equal ["dropped"], states
    @outbox.retry(id)
    assert_equal ["waiting"], states
  end
end
