# frozen_string_literal: true

require "open3"
require "rbconfig"
require "tempfile"

# Each in a process of its own: a library is loaded once.
class LoadingTest < Minitest::Test
  def load_with(environment, *before)
    library = File.expand_path("../lib/seam_acs.rb", __dir__)
    # In a file: Ruby takes no -e with other rights than its caller's.
    Tempfile.create("load") do |script|
      script.write("begin; require #{library.inspect}; puts SeamAcs::VERSION; rescue LoadError => e; puts e.message; end")
      script.close
      return Open3.capture3(environment, *before, RbConfig.ruby, script.path)
    end
  end

  def test_the_variable_names_the_library
    told, = load_with({})
    assert_equal "#{SeamAcs::VERSION}\n", told
  end

  def test_a_missing_library_is_one_sentence_with_what_to_do
    told, = load_with("SEAM_ACS_LIBRARY" => "/nowhere/libseam_acs.so.0")
    assert_match(/\Aseam_acs cannot load libseam_acs\.so\.0: install it, or put its full path into SEAM_ACS_LIBRARY/, told)
  end

  def test_the_variable_is_not_heard_by_a_program_with_other_rights_than_its_caller
    skip "only root can start one" unless Process.uid.zero?
    told, = load_with({ "SEAM_ACS_LIBRARY" => "/nowhere/libseam_acs.so.0" }, "setpriv", "--egid", "65534", "--keep-groups")
    refute_includes told, "/nowhere"
    refute_empty told
  end

  def test_another_library_is_told_from_ours
    told, = load_with("SEAM_ACS_LIBRARY" => "libc.so.6")
    assert_match(/\Athe libseam_acs that was found is not the one that seam_acs #{SeamAcs::VERSION} needs/, told)
  end
end
