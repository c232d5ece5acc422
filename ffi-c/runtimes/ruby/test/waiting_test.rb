# frozen_string_literal: true

require "timeout"

class WaitingTest < SandboxTest
  def test_other_threads_run_while_a_call_waits
    hold_answers
    call = Thread.new { @seam.acs.users.get(acs_user_id: Sandbox::USER) }
    call.report_on_exception = false
    SANDBOX.wait_for_request
    assert call.alive?
    @seam.cancel
    assert_raises(SeamAcs::Cancelled) { call.value }
  end

  def test_timeout_ends_a_call_and_its_request
    hold_answers
    started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    assert_raises(Timeout::Error) { Timeout.timeout(0.2) { @seam.acs.users.get(acs_user_id: Sandbox::USER) } }
    assert_operator Process.clock_gettime(Process::CLOCK_MONOTONIC) - started, :<, 5
    SANDBOX.reset
    assert_equal Sandbox::USER, @seam.acs.users.get(acs_user_id: Sandbox::USER).fetch("acs_user_id")
  end

  def test_many_threads_get_each_their_own_answer
    answers = Array.new(50) do |number|
      Thread.new do
        if number.even?
          @seam.acs.users.get(acs_user_id: Sandbox::USER).fetch("acs_user_id")
        else
          @seam.acs.access_groups.get(acs_access_group_id: Sandbox::GROUP).fetch("acs_access_group_id")
        end
      end
    end
    expected = Array.new(50) { |number| number.even? ? Sandbox::USER : Sandbox::GROUP }
    assert_equal expected, answers.map(&:value)
  end

  def test_a_block_is_given_the_progress_on_the_calling_thread
    seen = []
    @seam.acs.memberships.apply([{ action: "add", **PAIR }]) { |progress| seen << [Thread.current, progress.done] }
    assert_equal [Thread.current, 1], seen.last
  end

  def test_what_a_block_raises_stops_the_work_and_its_cause_says_what_came_of_it
    hold_answers
    raised = assert_raises(KeyError) do
      @seam.acs.memberships.apply([{ action: "add", **PAIR }]) { SANDBOX.requests.empty? or raise KeyError, "mine" }
    end
    assert_equal "mine", raised.message
    assert_instance_of SeamAcs::Partial, raised.cause
    assert_equal ["outcome_unknown"], raised.cause.report.fetch("items").map { |item| item["outcome"] }
  end

  def test_what_was_done_before_a_block_raised_is_reported_as_done
    report = nil
    _, told = capture_io do
      report = @seam.acs.memberships.apply([{ action: "add", **PAIR }]) { |now| now.done == 1 and raise KeyError, "mine" }
    end
    assert_equal 1, report.fetch("totals").fetch("applied")
    assert_match(/the block raised .*mine/, told)
  end

  def test_cancelling_a_scoped_client_leaves_the_other_alone
    scoped = @seam.with(timeout_ms: 1000)
    scoped.cancel
    assert_raises(SeamAcs::Cancelled) { scoped.check }
    assert_nil @seam.check
  end
end
