# frozen_string_literal: true

module SeamAcs
  # Changes in a folder: each is on the disk when its method returns, and deliver sends it. Keeping needs no key and no
  # network. Any number of threads and processes may use one folder; one delivers.
  class Outbox
    # Opens the outbox of a folder, and makes the folder where it is missing.
    def initialize(folder)
      opened = Library.create(:seam_acs_outbox_open, Library.utf8("folder", folder.to_s), nil)
      @handle = FFI::AutoPointer.new(opened, Library.method(:seam_acs_outbox_free))
    end

    # Keeps an addition, and gives its id. It takes acs_user_id: or user_identity_id:, acs_access_group_id:, and where they
    # are wanted good_for_s: (an hour), not_before: and until:, times with their offset, actor: and reason:.
    def add_to_access_group(**change) = enqueue([{ action: "add", **change }]).first

    # Keeps a removal, which never expires, and gives its id.
    def remove_from_access_group(**change) = enqueue([{ action: "remove", **change }]).first

    # Keeps several changes, all or none, and gives their ids. One with until: has two: that of its removal follows.
    def enqueue(changes)
      list(:seam_acs_outbox_enqueue, JSON.generate(changes.to_a)).map { |kept| kept.fetch("id") }
    end

    # How many changes are in each state, and what an alarm should watch.
    def status
      record = Library.create(:seam_acs_outbox_status, handle)
      JSON.parse(Library.text(:seam_acs_record_to_json, record))
    ensure
      Library.seam_acs_record_free(record) if record
    end

    # The changes, or those in one state, in the order in which they were asked for.
    def changes(state: nil)
      list(:seam_acs_outbox_list, JSON.generate({ state: state }.compact))
    end

    # The changes that have ended, behind the cursor of the last one that was read before, until they are acknowledged.
    def outcomes(cursor = nil)
      list(:seam_acs_outbox_outcomes, cursor && Library.utf8("cursor", cursor))
    end

    # Forgets the outcomes up to a cursor.
    def acknowledge(cursor)
      Library.call(:seam_acs_outbox_acknowledge, handle, Library.utf8("cursor", cursor))
    end

    # Asks again for a change that was refused or dropped, has expired or is in doubt.
    def retry(id, good_for_s: 0)
      Library.call(:seam_acs_outbox_retry, handle, Library.utf8("id", id), good_for_s)
    end

    # Takes a change out. A removal takes force and a reason: without it a door may stay open.
    def drop(id, reason: "", force: false)
      Library.call(:seam_acs_outbox_drop, handle, Library.utf8("id", id), Library.utf8("reason", reason), force ? 1 : 0)
    end

    # Sends the changes until the client is cancelled or closed, or with until_empty until nothing is left. A block is given
    # the progress meanwhile.
    def deliver(seam, until_empty: false, &progress)
      options = until_empty ? '{"until":"empty"}' : nil
      operation = Library.create(:seam_acs_outbox_deliver_begin, handle, seam.send(:handle), options)
      Operation.new(operation, :record).finish(&progress)
    end

    # Lets the folder go; a delivery goes on. Ruby does it too once nobody holds this object.
    def close
      @handle&.free
      @handle = nil
    end

    private

    def handle = @handle || raise(IOError, "this SeamAcs::Outbox is closed")

    def list(function, argument)
      list = Library.create(function, handle, argument)
      JSON.parse(Library.text(:seam_acs_list_to_json, list))
    ensure
      Library.seam_acs_list_free(list) if list
    end
  end
end
