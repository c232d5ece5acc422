# frozen_string_literal: true

module SeamAcs
  # A connection to Seam. Any number of threads may use it at once.
  class Seam
    # Options are those of seam_acs.h by name, such as api_key:, endpoint: or timeout_ms:. What is not given comes from
    # SEAM_API_KEY, or SEAM_PERSONAL_ACCESS_TOKEN with SEAM_WORKSPACE_ID, and SEAM_ENDPOINT.
    def initialize(**options)
      own(options) { |handle| Library.create(:seam_acs_client_from_env, handle) }
    end

    # The same connections with other timeouts, attempts, concurrency, actor or reason. Cancelling it leaves this one alone.
    def with(**options)
      scoped = self.class.allocate
      origin = handle
      scoped.send(:own, options) { |changes| Library.create(:seam_acs_client_with, origin, changes) }
      scoped
    end

    # Ends every call of this object, now and later. A change that was sent may have been recorded.
    def cancel
      Library.seam_acs_client_cancel(handle)
    end

    # Gives the connection back; calls that are under way end. Ruby does it too once nobody holds this object.
    def close
      @handle&.free
      @handle = nil
    end

    # Calls an operation of the table by its name, such as "acs.users.get". The namespaces are made of this.
    def perform(name, values = [], arguments = {}, &progress)
      client = handle
      Arguments.new(name, values, arguments).each_in_c do |function, in_c|
        operation = Library.create(function, client, *in_c)
        Operation.new(operation, OPERATIONS.fetch(name).fetch(:result)).finish(&progress)
      end
    end

    def inspect = "#<SeamAcs::Seam>"

    Namespace.define(self, "")

    private

    def own(options)
      set = FFI::AutoPointer.new(Library.seam_acs_options_new, Library.method(:seam_acs_options_free))
      { sdk_name: "seam-acs/ruby" }.merge(options).compact.each do |name, value|
        Library.call(:seam_acs_options_set, set, Library.utf8("an option's name", name.to_s), Library.utf8(name, value.to_s))
      end
      @handle = FFI::AutoPointer.new(yield(set), Library.method(:seam_acs_client_free))
    ensure
      set&.free
    end

    def handle = @handle || raise(IOError, "this SeamAcs::Seam is closed")

    def seam = self
  end
end
