# frozen_string_literal: true

# What a Ruby program may rely on beyond the contract. Needs SEAM_ACS_LIBRARY and SEAM_ACS_SANDBOX.

$VERBOSE = true # Warnings show.

require "minitest/autorun"
require_relative "../lib/seam_acs"
require_relative "tap_reporter"
require_relative "sandbox"

# The tests set what they need themselves.
ENV.delete_if { |name, _| name.start_with?("SEAM_") && !name.start_with?("SEAM_ACS_") }

SANDBOX = Sandbox.new
Minitest.after_run { SANDBOX.stop }

# A test with a fresh sandbox and a client of it.
class SandboxTest < Minitest::Test
  PAIR = { acs_user_id: Sandbox::USER, acs_access_group_id: Sandbox::GROUP }.freeze

  def setup
    SANDBOX.reset
    @seam = SeamAcs::Seam.new(api_key: Sandbox::KEY, endpoint: SANDBOX.url)
  end

  def teardown
    @seam.close
  end

  def hold_answers
    SANDBOX.fault(hold: true, times: nil)
  end
end

Dir[File.join(__dir__, "*_test.rb")].sort.each { |file| require file }
