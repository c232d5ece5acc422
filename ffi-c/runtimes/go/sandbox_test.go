package seam_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	seam "github.com/seam-acs/seam-acs/ffi-c/runtimes/go"
)

const (
	ada         = "33333333-3333-3333-3333-333333333333"
	engineering = "44444444-4444-4444-4444-444444444444"
	nobody      = "00000000-0000-4000-8000-000000000000"
	identity    = "66666666-6666-6666-6666-000000000001" // ada's
	chiara      = "33333333-3333-3333-3333-000000000003"
	addPath     = "/acs/users/add_to_access_group"
)

// apiKey is the sandbox's own; a run that searches what it wrote for a key names another.
var apiKey = func() string {
	if named := os.Getenv("SEAM_ACS_SANDBOX_API_KEY"); named != "" {
		return named
	}
	return "seam_testkey_of_the_local_sandbox"
}()

// built is what cargo built: `cargo build -p seam-acs-ffi -p seam-acs-sandbox`.
func built(name string) string {
	folder := os.Getenv("SEAM_ACS_BUILT")
	if folder == "" {
		folder = "../../../target/debug"
	}
	path, err := filepath.Abs(filepath.Join(folder, name))
	if err != nil {
		panic(err)
	}
	return path
}

func TestMain(m *testing.M) {
	for _, name := range []string{"SEAM_API_KEY", "SEAM_PERSONAL_ACCESS_TOKEN", "SEAM_WORKSPACE_ID", "SEAM_ENDPOINT"} {
		os.Unsetenv(name)
	}
	os.Setenv("SEAM_ACS_LIBRARY", built("libseam_acs.so"))
	os.Exit(m.Run())
}

// sandbox is a sandbox of its own for each test.
type sandbox struct {
	t   *testing.T
	url string
}

func startSandbox(t *testing.T) *sandbox {
	t.Helper()
	line := firstLine(t, exec.Command(built("seam-acs-sandbox"), "--until-stdin-closes"))
	_, url, found := strings.Cut(strings.TrimSpace(line), " on ")
	if !found {
		t.Fatalf("the sandbox said %q", line)
	}
	return &sandbox{t, url}
}

// firstLine starts a server that ends when its standard input does, with the test.
func firstLine(t *testing.T, program *exec.Cmd) string {
	t.Helper()
	program.Stderr = os.Stderr
	input, err := program.StdinPipe()
	must(t, err)
	output, err := program.StdoutPipe()
	must(t, err)
	must(t, program.Start())
	lines := bufio.NewReader(output)
	rest := make(chan struct{})
	t.Cleanup(func() {
		input.Close()
		<-rest
		_ = program.Wait()
	})
	line, err := lines.ReadString('\n')
	go func() {
		_, _ = io.Copy(io.Discard, lines)
		close(rest)
	}()
	must(t, err)
	return line
}

func (s *sandbox) client(options ...seam.Option) *seam.Client {
	s.t.Helper()
	client, err := seam.NewClient(append([]seam.Option{seam.WithApiKey(apiKey), seam.WithEndpoint(s.url)}, options...)...)
	must(s.t, err)
	s.t.Cleanup(func() { client.Close() })
	return client
}

// ask talks to the sandbox itself, under /_sandbox/.
func (s *sandbox) ask(method, path string, body any) json.RawMessage {
	s.t.Helper()
	text, err := json.Marshal(body)
	must(s.t, err)
	request, err := http.NewRequest(method, s.url+"/_sandbox/"+path, bytes.NewReader(text))
	must(s.t, err)
	response, err := http.DefaultClient.Do(request)
	must(s.t, err)
	defer response.Body.Close()
	bytes, err := io.ReadAll(response.Body)
	must(s.t, err)
	if response.StatusCode != http.StatusOK {
		s.t.Fatalf("%s %s: %s", method, path, bytes)
	}
	return bytes
}

// requests are the paths of those that the sandbox got.
func (s *sandbox) requests() (paths []string) {
	s.t.Helper()
	var log []struct{ Path string }
	must(s.t, json.Unmarshal(s.ask(http.MethodGet, "requests", nil), &log))
	for _, request := range log {
		paths = append(paths, request.Path)
	}
	return paths
}

func (s *sandbox) fault(fault map[string]any) {
	s.t.Helper()
	s.ask(http.MethodPost, "faults", fault)
}

// waitForHeld returns when so many answers are being held.
func (s *sandbox) waitForHeld(count int) {
	s.t.Helper()
	for begun := time.Now(); time.Since(begun) < 20*time.Second; time.Sleep(10 * time.Millisecond) {
		var state struct{ Held int }
		must(s.t, json.Unmarshal(s.ask(http.MethodGet, "state", nil), &state))
		if state.Held >= count {
			return
		}
	}
	s.t.Fatalf("the sandbox never held %d answers", count)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
