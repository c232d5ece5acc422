# frozen_string_literal: true

require "open3"
require "rbconfig"

# What README.md shows runs as it stands.
class ReadmeTest < SandboxTest
  BLOCKS = File.read(File.expand_path("../README.md", __dir__), encoding: "UTF-8").scan(/^```ruby\n(.*?)^```$/m).flatten

  def run_block(number)
    environment = { "SEAM_API_KEY" => Sandbox::KEY, "SEAM_ENDPOINT" => SANDBOX.url }
    Open3.capture3(environment, RbConfig.ruby, "-I", File.expand_path("../lib", __dir__), "-e", BLOCKS.fetch(number))
  end

  def test_the_guides_code_adds_and_removes_and_prints_nothing
    told, errors, status = run_block(0)
    assert_equal ["", "", true], [told, errors, status.success?]
    assert_equal %w[/acs/users/add_to_access_group /acs/users/remove_from_access_group],
                 (SANDBOX.requests.map { |request| request["path"] })
  end

  def test_the_example_of_errors_says_what_is_wrong
    told, errors, status = run_block(1)
    assert_match(/\ANOT_FOUND: .* \(request request\d+\)\n\z/, told)
    assert_equal ["", true], [errors, status.success?]
  end

  def test_the_example_of_many_shows_its_plan_and_what_was_recorded
    told, errors, status = run_block(2)
    assert status.success?, errors
    assert_match "Ada Lindqvist", told
    assert_match "1 changes were recorded by Seam; the access system follows.", told
    assert_includes SANDBOX.members, Sandbox::USER
  end
end
