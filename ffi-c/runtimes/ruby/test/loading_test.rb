# frozen_string_literal: true

require "open3"
require "rbconfig"

# Each in a process of its own: a library is loaded once.
class LoadingTest < Minitest::Test
  def load_with(environment)
    library = File.expand_path("../lib/seam_acs.rb", __dir__)
    Open3.capture3(environment, RbConfig.ruby, "-e", "begin; require #{library.inspect}; puts SeamAcs::VERSION; " \
                                                     "rescue LoadError => e; puts e.message; end")
  end

  def test_the_variable_names_the_library
    told, = load_with({})
    assert_equal "#{SeamAcs::VERSION}\n", told
  end

  def test_a_missing_library_is_one_sentence_with_what_to_do
    told, = load_with("SEAM_ACS_LIBRARY" => "/nowhere/libseam_acs.so.0")
    assert_match(/\Aseam_acs cannot load libseam_acs\.so\.0: install it, or put its full path into SEAM_ACS_LIBRARY/, told)
  end

  def test_another_library_is_told_from_ours
    told, = load_with("SEAM_ACS_LIBRARY" => "libc.so.6")
    assert_match(/\Athe libseam_acs that was found is not the one that seam_acs #{SeamAcs::VERSION} needs/, told)
  end
end
