# frozen_string_literal: true

require "net/http"

# The second opinion: Seam's own fake server. What it calls a membership stands in its database.
class OfficialTest < Minitest::Test
  FAKE = File.expand_path("../../../../tests/official/fake.mjs", __dir__)

  def setup
    @program = IO.popen(["node", FAKE], "r+")
    @facts = JSON.parse(@program.gets)
    @seam = client(@facts.fetch("api_key"))
    @pair = { acs_user_id: @facts["acs_user_ids"][0], acs_access_group_id: @facts["acs_access_group_ids"][0] }
  end

  def teardown
    @program.close
  end

  def client(key) = SeamAcs::Seam.new(api_key: key, endpoint: @facts.fetch("url"), max_attempts: 2)

  def members
    groups = JSON.parse(Net::HTTP.get(URI("#{@facts["url"]}/_fake/database"))).fetch("acs_access_groups")
    groups.find { |group| group["acs_access_group_id"] == @pair[:acs_access_group_id] }.fetch("_acs_user_ids")
  end

  def test_the_official_fake_server_records_an_add_and_a_remove
    assert_nil @seam.acs.users.add_to_access_group(**@pair)
    assert_includes members, @pair[:acs_user_id]
    assert_nil @seam.acs.users.remove_from_access_group(**@pair)
    refute_includes members, @pair[:acs_user_id]
  end

  def test_the_official_fake_server_knows_neither_user_nor_group_nor_key
    users = @seam.acs.users
    assert_equal "acs_user_not_found",
                 assert_raises(SeamAcs::NotFound) { users.remove_from_access_group(**@pair, acs_user_id: "nobody") }.api_type
    assert_raises(SeamAcs::NotFound) { users.add_to_access_group(**@pair, acs_access_group_id: "nothing") }
    assert_raises(SeamAcs::Unauthorized) { client("seam_apikey9_token").acs.users.add_to_access_group(**@pair) }
  end

  def test_an_outage_of_the_official_fake_server_leaves_a_change_in_doubt
    outage = { workspace_id: @facts.fetch("workspace_id"), routes: ["/acs/users/add_to_access_group"] }
    Net::HTTP.post(URI("#{@facts["url"]}/_fake/simulate_workspace_outage"), JSON.generate(outage),
                   "Content-Type" => "application/json")
    assert_raises(SeamAcs::OutcomeUnknown) { @seam.acs.users.add_to_access_group(**@pair) }
  end
end
