# frozen_string_literal: true

require "minitest"

# One line a test, which `cargo xtask test` counts.
class OkLines < Minitest::AbstractReporter
  def record(result)
    puts "#{result.passed? ? "ok" : "not ok"} #{result.class_name}: #{result.name.delete_prefix("test_").tr("_", " ")}"
  end
end

module Minitest
  def self.plugin_ok_lines_init(_options)
    reporter.reporters.reject! { |one| one.is_a?(ProgressReporter) }
    reporter << OkLines.new
  end

  extensions << "ok_lines"
end
