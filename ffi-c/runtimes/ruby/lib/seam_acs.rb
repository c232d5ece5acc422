# frozen_string_literal: true

require "json"
require "io/wait"
require "ffi"

# Puts ACS users into access groups and takes them out again, through Seam's API.
#
#   require "seam_acs"
#
#   seam = SeamAcs::Seam.new # reads SEAM_API_KEY
#   seam.acs.users.add_to_access_group(
#     acs_user_id: "33333333-3333-3333-3333-333333333333",
#     acs_access_group_id: "44444444-4444-4444-4444-444444444444"
#   )
#
# A call that returns was recorded by Seam; the access system follows. One that was not raises SeamAcs::Error.
module SeamAcs
end

require_relative "seam_acs/generated"
require_relative "seam_acs/error"
require_relative "seam_acs/library"
require_relative "seam_acs/plan"
require_relative "seam_acs/operation"
require_relative "seam_acs/arguments"
require_relative "seam_acs/namespace"
require_relative "seam_acs/seam"
require_relative "seam_acs/outbox"
