# frozen_string_literal: true

require_relative "lib/seam_acs/generated"

Gem::Specification.new do |gem|
  gem.name = "seam-acs"
  gem.version = SeamAcs::VERSION
  gem.summary = "Puts ACS users into access groups and takes them out again, through Seam's API"
  gem.description = "The Ruby layer of libseam_acs: truthful results, deadlines, safe repeats, lists of thousands of changes."
  gem.authors = ["The seam-acs authors"]
  gem.homepage = "https://github.com/seam-acs/seam-acs"
  gem.license = "MIT"
  gem.required_ruby_version = ">= 3.0"
  gem.files = Dir["lib/**/*.rb", "sig/*.rbs"] + ["README.md", "LICENSE"]
  gem.add_dependency "ffi", "~> 1.15"
  gem.metadata = { "rubygems_mfa_required" => "true" }
end
