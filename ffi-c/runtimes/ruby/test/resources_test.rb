# frozen_string_literal: true

require "stringio"

class ResourcesTest < SandboxTest
  def test_closing_twice_is_once_and_a_closed_client_says_so
    2.times { @seam.close }
    assert_raises(IOError) { @seam.check }
  end

  def test_clients_that_nobody_closes_are_freed
    descriptors = -> { Dir.children("/proc/self/fd").length }
    make = -> { SeamAcs::Seam.new(api_key: Sandbox::KEY, endpoint: SANDBOX.url).check }
    make.call
    before = descriptors.call
    200.times { make.call }
    GC.start
    assert_in_delta before, descriptors.call, 8
  end

  def test_a_forked_child_makes_calls_of_its_own
    @seam.check
    reader, writer = IO.pipe
    child = fork do
      reader.close
      writer.write(@seam.acs.users.get(acs_user_id: Sandbox::USER).fetch("acs_user_id"))
      writer.close
      exit!(0)
    end
    writer.close
    assert_equal Sandbox::USER, reader.read
    Process.wait(child)
    assert_nil @seam.check
  end

  def test_a_saved_plan_is_a_table_for_people_and_is_applied_later
    plan = @seam.acs.memberships.plan([PAIR], mode: "additive")
    assert_match "Ada Lindqvist", plan.to_s
    report = @seam.acs.memberships.sync(SeamAcs::Plan.new(plan.to_json))
    assert_equal 1, report.fetch("totals").fetch("applied")
    assert_includes SANDBOX.members, Sandbox::USER
  end

  def test_a_table_may_be_an_open_file_in_any_encoding_of_a_spreadsheet
    table = "acs_user_id;acs_access_group_id;action\r\n#{Sandbox::USER};#{Sandbox::GROUP};add\r\n"
    file = StringIO.new("\uFEFF#{table}".encode("UTF-16LE").b)
    assert_equal 1, @seam.acs.memberships.apply(file).fetch("totals").fetch("applied")
  end

  def test_the_key_is_not_in_what_inspect_shows
    refute_match Sandbox::KEY, @seam.inspect
  end
end
