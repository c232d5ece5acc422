# frozen_string_literal: true

module SeamAcs
  # The arguments of one call, in the order and the form in which C takes them.
  class Arguments
    # What may be left out.
    OPTIONAL = %i[rest json flag].freeze
    # What may stand without its name, as in apply(changes).
    POSITIONAL = %i[table plan text json].freeze

    def initialize(operation, values, given)
      @operation = operation
      @forms = OPERATIONS.fetch(operation).fetch(:forms)
      # An id that is nil was left out; `present: false` was not.
      @given = named(values).merge(given).compact
    end

    # Yields the C function and its arguments; what they point to lives as long as the block.
    def each_in_c
      form = @forms.find { |candidate| fits?(candidate.fetch(:arguments)) } || raise(Error.invalid_argument(usage))
      kinds = form.fetch(:arguments)
      plan = Library.create(:seam_acs_plan_from_json, plan_json) if kinds.value?(:plan)
      yield form.fetch(:function), kinds.map { |name, kind| kind == :plan ? plan : in_c(name, kind, kinds) }
    ensure
      Library.seam_acs_plan_free(plan) if plan
    end

    private

    def named(values)
      names = @forms.first.fetch(:arguments).select { |_, kind| POSITIONAL.include?(kind) }.keys
      raise Error.invalid_argument(usage) if values.length > names.length

      names.zip(values).first(values.length).to_h
    end

    def fits?(kinds)
      needed = kinds.reject { |_, kind| OPTIONAL.include?(kind) }.keys
      unknown = @given.keys - kinds.keys
      (needed - @given.keys).empty? && (unknown.empty? || (kinds.value?(:rest) && others_are_no_ids?(unknown)))
    end

    # Both ids of a user at once must not look like an option.
    def others_are_no_ids?(names)
      names.none? { |name| @forms.any? { |form| form.fetch(:arguments).key?(name) } }
    end

    def usage
      # Each form begins with an id of its own.
      both = @forms.map { |form| form.fetch(:arguments).keys.first } & @given.keys
      return both.join(" cannot be used together with ") if both.length > 1

      ways = @forms.map { |form| form.fetch(:arguments).keys.join(", ") }
      "#{@operation} takes #{ways.join(" or ")}; it was given #{@given.keys.join(", ")}"
    end

    def in_c(name, kind, kinds)
      value = @given[name]
      case kind
      when :flag then value == false ? 0 : 1
      when :json then Library.utf8(name, value.is_a?(String) ? value : JSON.generate(value || {}))
      when :rest then JSON.generate((value || {}).to_h.merge(@given.except(*kinds.keys)))
      when :table then table(name, value)
      else Library.utf8(name, value)
      end
    end

    # Rows, CSV or JSON text, or an open file with either.
    def table(name, value)
      return Library.utf8(name, value) if value.is_a?(String)
      return JSON.generate(value.to_a) unless value.respond_to?(:read)

      bytes = value.read.b
      Library.text(:seam_acs_decode_table, bytes, bytes.bytesize)
    end

    def plan_json
      plan = @given.fetch(:plan)
      Library.utf8(:plan, plan.is_a?(String) ? plan : plan.to_json)
    end
  end
end
