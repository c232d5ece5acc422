# frozen_string_literal: true

module SeamAcs
  # The library cannot be loaded, or is another one.
  class LibraryError < LoadError; end

  # Who has started this process, and must not say what code it runs where it has other rights than they.
  module Caller
    extend FFI::Library

    AT_SECURE = 23

    ffi_lib FFI::CURRENT_PROCESS
    attach_function(:getauxval, [:ulong], :ulong)

    def self.trusted?
      Process.uid == Process.euid && Process.gid == Process.egid && getauxval(AT_SECURE).zero?
    end
  end

  # libseam_acs: each of its functions as a method of this module.
  module Library
    extend FFI::Library

    FILE = "libseam_acs.so.0"

    # Beside this gem, where the variable says, then where the system looks.
    def self.candidates
      named = Caller.trusted? ? ENV.fetch("SEAM_ACS_LIBRARY", "") : ""
      return [named] unless named.empty?

      [File.expand_path("../../native/#{FILE}", __dir__), FILE]
    end

    def self.open_first
      ffi_lib(candidates)
    rescue LoadError => e
      raise LibraryError, "seam_acs cannot load #{FILE}: install it, or put its full path into SEAM_ACS_LIBRARY " \
                          "(tried #{candidates.join(", ")}: #{e.message.lines.first&.strip})"
    end

    def self.declare
      FUNCTIONS.each do |name, (arguments, result)|
        attach_function(name, arguments, result, blocking: waits?(name))
      end
    rescue FFI::NotFoundError
      raise LibraryError, other_version
    end

    # Without `blocking` such a call would hold Ruby's lock, and every other thread would wait for it. An outbox waits for the
    # disk.
    def self.waits?(name)
      name == :seam_acs_op_wait || name.start_with?("seam_acs_outbox_")
    end

    def self.check_version
      major, minor = seam_acs_abi_version.divmod(1000)
      wanted_major, wanted_minor = ABI_VERSION.divmod(1000)
      raise LibraryError, other_version unless major == wanted_major && minor >= wanted_minor
    end

    def self.other_version
      "the libseam_acs that was found is not the one that seam_acs #{VERSION} needs (ABI #{ABI_VERSION}): " \
        "install the library of that version, or put its full path into SEAM_ACS_LIBRARY"
    end

    open_first
    declare
    check_version

    # Calls a function whose last argument is an error, and raises what it fails with.
    def self.call(function, *arguments)
      FFI::MemoryPointer.new(:pointer) do |error|
        status = public_send(function, *arguments, error)
        raise taken_error(error.read_pointer) unless status.zero?
      end
    end

    # The same for one that gives a new object through the pointer before the error.
    def self.create(function, *arguments)
      FFI::MemoryPointer.new(:pointer) do |created|
        call(function, *arguments, created)
        return created.read_pointer
      end
    end

    # The same for one that gives a text, which is freed here.
    def self.text(function, *arguments)
      pointer = create(function, *arguments)
      pointer.read_string.force_encoding(Encoding::UTF_8)
    ensure
      seam_acs_string_free(pointer) if pointer
    end

    def self.taken_error(pointer)
      Error.from(JSON.parse(seam_acs_error_to_json(pointer).dup.force_encoding(Encoding::UTF_8)))
    ensure
      seam_acs_error_free(pointer)
    end

    # A text for C, which ends at the first NUL: a cut id is another id.
    def self.utf8(name, value)
      raise Error.invalid_argument("#{name} must be text, not #{value.class}") unless value.respond_to?(:to_str)

      text = value.to_str.encode(Encoding::UTF_8)
      raise Error.invalid_argument("#{name} must not contain a NUL") if text.include?("\0")

      text
    rescue EncodingError => e
      raise Error.invalid_argument("#{name} must be text that UTF-8 can hold: #{e.message}")
    end
  end
end
