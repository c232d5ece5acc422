# frozen_string_literal: true

module SeamAcs
  # Who would be added and who removed, before anything is changed. It can be saved with to_json and applied later.
  class Plan
    attr_reader :to_json

    def initialize(json)
      @to_json = json
    end

    # { "groups" => [{ "add" => [...], "remove" => [...], ... }], ... }
    def to_h = JSON.parse(to_json)

    # A table for people.
    def to_s
      handle = Library.create(:seam_acs_plan_from_json, Library.utf8("plan", to_json))
      Library.text(:seam_acs_plan_to_table, handle)
    ensure
      Library.seam_acs_plan_free(handle) if handle
    end
  end
end
