# frozen_string_literal: true

require "json"
require "net/http"

# The local server that the tests talk to, as a process of its own.
class Sandbox
  USER = "33333333-3333-3333-3333-333333333333"
  GROUP = "44444444-4444-4444-4444-444444444444"
  KEY = ENV.fetch("SEAM_ACS_SANDBOX_API_KEY", "seam_testkey_of_the_local_sandbox")

  attr_reader :url

  def initialize
    @program = IO.popen([ENV.fetch("SEAM_ACS_SANDBOX"), "--until-stdin-closes"], "r+")
    @url = @program.gets[/http:\S+/]
  end

  def stop
    @program.close
  end

  def reset = post("reset")

  # As in sandbox/README.md.
  def fault(**fields) = post("faults", fields)

  def requests = get("requests")

  def members(group = GROUP)
    get("state").fetch("groups").find { |one| one["acs_access_group_id"] == group }.fetch("members")
  end

  def wait_for_request
    sleep 0.005 while requests.empty?
  end

  private

  def get(path) = JSON.parse(Net::HTTP.get(URI("#{@url}/_sandbox/#{path}")))

  def post(path, body = {})
    answer = Net::HTTP.post(URI("#{@url}/_sandbox/#{path}"), JSON.generate(body))
    raise answer.body unless answer.is_a?(Net::HTTPSuccess)
  end
end
