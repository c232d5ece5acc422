# frozen_string_literal: true

module SeamAcs
  # A call that did not end as asked. Each status of the library has a class of its own below this one, such as
  # SeamAcs::OutcomeUnknown: the change was sent, and no answer says whether it was recorded.
  class Error < StandardError
    # Such as :NOT_FOUND, and its number, which never changes.
    attr_reader :name, :status
    # Of the answer that decided; nil where none came.
    attr_reader :http_status, :api_type, :request_id, :validation_errors
    # How many requests were started, and after how many milliseconds the server wants the next one.
    attr_reader :attempts, :retry_after_ms
    # What became of each change of a list, where the failure is one of a list.
    attr_accessor :report
    # What a guard refused, to be looked at; sync refuses it too.
    attr_accessor :plan

    def initialize(message, fields)
      super(message)
      @name = fields.fetch("name").to_sym
      @status = fields.fetch("status")
      @retryable = fields["retryable"] || false
      @outcome_unknown = fields["outcome_unknown"] || false
      @http_status, @api_type, @request_id, @validation_errors, @attempts, @retry_after_ms =
        fields.values_at("http_status", "api_type", "request_id", "validation_errors", "attempts", "retry_after_ms")
    end

    # Whether the same call may succeed later.
    def retryable? = @retryable

    # Whether the change may be in force although nothing confirms it.
    def outcome_unknown? = @outcome_unknown

    # From what the library's error object says of itself.
    def self.from(fields)
      SeamAcs.const_get(class_name(fields.fetch("name"))).new(fields.fetch("message"), fields)
    end

    def self.invalid_argument(message)
      from("name" => "INVALID_ARGUMENT", "status" => STATUSES.fetch(:INVALID_ARGUMENT), "message" => message)
    end

    def self.class_name(status_name)
      status_name.to_s.split("_").map(&:capitalize).join
    end
  end

  STATUSES.each_key do |name|
    const_set(Error.class_name(name), Class.new(Error)) unless name == :OK
  end
end
