# frozen_string_literal: true

module SeamAcs
  # `seam.acs.users` and its like: the methods are those of the table of operations.
  class Namespace
    def initialize(seam)
      @seam = seam
    end

    # Gives a class the methods of the table whose names begin with `prefix`, and namespaces for what lies deeper.
    def self.define(target, prefix)
      names = OPERATIONS.keys.filter_map { |name| name.delete_prefix(prefix) if name.start_with?(prefix) }
      names.group_by { |name| name[/\A\w+/] }.each do |first, whole|
        if whole == [first]
          define_operation(target, first, prefix + first)
        else
          define_namespace(target, first, "#{prefix}#{first}.")
        end
      end
    end

    def self.define_operation(target, method, name)
      target.define_method(method) do |*values, **arguments, &progress|
        seam.perform(name, values, arguments, &progress)
      end
    end

    def self.define_namespace(target, method, prefix)
      namespace = Class.new(Namespace)
      define(namespace, prefix)
      target.define_method(method) { namespace.new(seam) }
    end

    private

    attr_reader :seam
  end
end
