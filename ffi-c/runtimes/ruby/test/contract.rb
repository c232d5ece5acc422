# frozen_string_literal: true

# The contract's runner for Ruby: reads a case a line, answers each with a line of JSON.

require "json"
require_relative "../lib/seam_acs"

def failure(error)
  {
    status: error.name, code: error.status, message: error.message, http_status: error.http_status,
    api_type: error.api_type, request_id: error.request_id, retryable: error.retryable?,
    outcome_unknown: error.outcome_unknown?, validation_errors: error.validation_errors, attempts: error.attempts,
    result: error.report || error.plan&.to_h
  }
end

def cancel_when(sign, seam)
  Thread.new do
    sleep 0.005 until File.exist?(sign)
    seam.cancel
  end
end

def run(kase)
  seam = SeamAcs::Seam.new(**kase["options"].transform_keys(&:to_sym))
  cancel_when(kase["cancel_when"], seam) if kase["cancel_when"]
  *path, method = kase["method"].split(".")
  found = path.inject(seam) { |from, name| from.public_send(name) }
              .public_send(method, **kase["arguments"].transform_keys(&:to_sym))
  { status: :OK, code: 0, result: found.is_a?(SeamAcs::Plan) ? found.to_h : found }
rescue SeamAcs::Error => e
  failure(e)
end

$stdin.set_encoding(Encoding::UTF_8)
$stdin.each_line do |line|
  kase = JSON.parse(line)
  puts JSON.generate({ name: kase["name"] }.merge(run(kase)))
  $stdout.flush
end
