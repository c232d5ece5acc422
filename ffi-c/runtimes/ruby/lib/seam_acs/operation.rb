# frozen_string_literal: true

module SeamAcs
  # How far a call is: records read or changes made, those that failed, how many there are (0 while unknown), requests
  # under way at most, and done or failed a second.
  Progress = Struct.new(:done, :failed, :total, :concurrency, :per_second)

  # One call on its way. While it is waited for, Ruby's other threads and fibers run. Timeout, Thread#raise and Ctrl-C end
  # the wait at once; the request is then cancelled, and a change that was sent may have been recorded.
  class Operation
    # How often progress is shown, in seconds.
    LOOK_EVERY = 0.1

    def initialize(handle, result)
      @handle = handle
      @result = result
    end

    # Its result once it is done. A block is given the progress meanwhile; what it raises has the call's own error as its
    # cause.
    def finish(&progress)
      Doorbell.rings_for(@handle) do |bell|
        tell(progress) until bell.wait(progress && LOOK_EVERY)
        tell(progress)
      end
      Library.call(:seam_acs_op_result, @handle)
      # It came too late to stop anything, and what was done is reported as done.
      warn "seam-acs: the block raised #{@raised.full_message(highlight: false)}" if @raised
      found
    rescue Error => e
      e.plan ||= or_nil { Plan.new(json) } if e.name == :GUARD
      e.report ||= or_nil { JSON.parse(json) } if @result == :report
      raise unless @raised

      raise @raised, cause: e
    ensure
      # One that is pending is cancelled by this.
      Library.seam_acs_op_free(@handle)
    end

    private

    # What the block raises stops the work, and leaves this call once it is known what came of that.
    def tell(progress)
      progress&.call(look) unless @raised
    rescue StandardError => e
      @raised = e
      Library.seam_acs_op_cancel(@handle)
    end

    def found
      case @result
      when :nothing then nil
      when :bool then JSON.parse(json).fetch("is_member")
      when :plan then Plan.new(json)
      else JSON.parse(json)
      end
    end

    def json = Library.text(:seam_acs_op_to_json, @handle)

    # A list that was refused has no report, and a plan that does not fit any more is not made again.
    def or_nil
      yield
    rescue Error
      nil
    end

    def look
      FFI::MemoryPointer.new(:size_t, 5) do |numbers|
        places = Array.new(5) { |place| numbers + (place * numbers.type_size) }
        Library.seam_acs_op_progress(@handle, *places)
        return Progress.new(*places.map { |place| place.read(:size_t) })
      end
    end
  end

  # The library's queue with room for one operation: a descriptor that Ruby waits for without holding its lock.
  class Doorbell
    @idle = []
    @owner = Process.pid
    @lock = Mutex.new

    class << self
      # Lends one; it comes back unless the wait was broken off, because its operation would then ring for the next.
      def rings_for(operation)
        bell = take
        Library.call(:seam_acs_op_attach, operation, bell.queue, 0)
        found = yield bell
        @lock.synchronize { @idle.push(bell) }
        found
      end

      private

      def take
        @lock.synchronize do
          # A forked child has nothing of its parent's.
          @idle.clear unless @owner == Process.pid
          @owner = Process.pid
          @idle.pop
        end || new
      end
    end

    attr_reader :queue

    def initialize
      @queue = FFI::AutoPointer.new(Library.create(:seam_acs_queue_new), Library.method(:seam_acs_queue_free))
      @descriptor = IO.for_fd(Library.seam_acs_queue_fd(@queue), autoclose: false)
      @tag = FFI::MemoryPointer.new(:size_t)
    end

    # Whether it rang within so many seconds; nil waits without limit.
    def wait(seconds)
      return false unless @descriptor.wait_readable(seconds)

      Library.seam_acs_queue_next(@queue, 0, @tag) == 1
    end
  end
end
