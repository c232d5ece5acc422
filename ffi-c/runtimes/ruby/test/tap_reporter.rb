# frozen_string_literal: true

require "minitest"

# Tells of the tests in the Test Anything Protocol.
class TapReporter < Minitest::AbstractReporter
  def initialize
    super
    @told = 0
  end

  def record(result)
    @told += 1
    sentence = "#{result.class_name}: #{result.name.delete_prefix("test_").tr("_", " ")}"
    if result.skipped?
      puts "ok #{sentence} # SKIP #{result.failure.message.lines.first&.chomp}"
    else
      puts "#{result.passed? ? "ok" : "not ok"} #{sentence}"
      result.failures.each { |failure| puts failure.message.gsub(/^/, "    "), "    #{failure.location}" }
    end
  end

  def report
    puts "1..#{@told}"
  end
end

module Minitest
  def self.plugin_tap_reporter_init(_options)
    reporter.reporters.reject! { |one| one.is_a?(ProgressReporter) }
    reporter << TapReporter.new
  end

  extensions << "tap_reporter"
end
