package seam_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestALibraryThatIsMissingGivesOneSentenceWithWhatToDo(t *testing.T) {
	checker := builtChecker(t)
	said := check(t, checker, "SEAM_ACS_LIBRARY=/nowhere/libseam_acs.so.0")
	expectWords(t, said, "cannot be loaded", "SEAM_ACS_LIBRARY", "/nowhere/libseam_acs.so.0")
	said = check(t, checker)
	expectWords(t, said, "cannot be loaded", "beside the executable", "SEAM_ACS_LIBRARY")
}

func TestALibraryThatIsAnotherOneGivesOneSentence(t *testing.T) {
	said := check(t, builtChecker(t), "SEAM_ACS_LIBRARY="+compiled(t, "int unrelated(void) { return 0; }"))
	expectWords(t, said, "is not libseam_acs")
}

func TestALibraryOfAnotherABIGivesOneSentenceWithBothVersions(t *testing.T) {
	checker := builtChecker(t)
	said := check(t, checker, "SEAM_ACS_LIBRARY="+compiled(t, "int seam_acs_abi_version(void) { return 7003; }"))
	expectWords(t, said, "has the ABI 7.3", "needs 0.1", "the same release")
	said = check(t, checker, "SEAM_ACS_LIBRARY="+compiled(t, "int seam_acs_abi_version(void) { return 0; }"))
	expectWords(t, said, "has the ABI 0.0", "needs 0.1")
}

func TestASetuidProgramDoesNotHearTheVariable(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can make a program with other rights than its caller")
	}
	checker, nobody := builtChecker(t), 65534
	must(t, os.Chown(checker, nobody, nobody))
	must(t, os.Chmod(checker, 0o755|os.ModeSetuid|os.ModeSetgid))
	// The folders of a test are its own.
	for folder := filepath.Dir(checker); strings.HasPrefix(folder, os.TempDir()+"/"); folder = filepath.Dir(folder) {
		must(t, os.Chmod(folder, 0o755))
	}
	said := check(t, checker, "SEAM_ACS_LIBRARY="+compiled(t, "int unrelated(void) { return 0; }"))
	expectWords(t, said, "libseam_acs.so.0 cannot be loaded")
}

func TestALibraryBesideTheExecutableIsFound(t *testing.T) {
	checker := builtChecker(t)
	must(t, os.Symlink(built("libseam_acs.so"), filepath.Join(filepath.Dir(checker), "libseam_acs.so.0")))
	if said := check(t, checker); said != "loaded" {
		t.Error(said)
	}
}

// builtChecker is a program, in a folder of its own, that makes a client and says how that went.
func builtChecker(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "checker")
	build := exec.Command("go", "build", "-o", program, "./internal/checker")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return program
}

func check(t *testing.T, program string, environment ...string) string {
	t.Helper()
	checker := exec.Command(program)
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "SEAM_ACS_LIBRARY=") {
			checker.Env = append(checker.Env, variable)
		}
	}
	checker.Env = append(checker.Env, environment...)
	output, err := checker.CombinedOutput()
	must(t, err)
	said := strings.TrimSpace(string(output))
	if strings.Contains(said, "\n") {
		t.Errorf("more than one line: %s", said)
	}
	return said
}

func compiled(t *testing.T, source string) string {
	t.Helper()
	folder := t.TempDir()
	file, library := filepath.Join(folder, "other.c"), filepath.Join(folder, "libother.so")
	must(t, os.WriteFile(file, []byte(source), 0o600))
	if output, err := exec.Command("cc", "-shared", "-fPIC", "-o", library, file).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return library
}

func expectWords(t *testing.T, said string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(said, word) {
			t.Errorf("no %q in %q", word, said)
		}
	}
}
