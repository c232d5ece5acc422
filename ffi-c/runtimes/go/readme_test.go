package seam_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const usesAll = `package main

import (
	"context"
	"errors"
	"fmt"

	seam "github.com/seam-acs/seam-acs/ffi-c/runtimes/go"
	"github.com/seam-acs/seam-acs/ffi-c/runtimes/go/acs"
)

func main() {
	client, err := seam.NewClient()
	if err != nil {
		panic(err)
	}
	%s
	fmt.Println(add, remove, uErr, err)
	fmt.Println(string(report))
}
`

func TestTheGuidesCodeAndAllOfTheReadmeRunAsPrinted(t *testing.T) {
	server := startSandbox(t)
	blocks := goBlocks(t)
	if said := server.runs(blocks[0]); said != "" {
		t.Errorf("the first program said %s", said)
	}
	if !strings.HasPrefix(blocks[1], "add, uErr := client.Acs.Users.AddToAccessGroup(\n  context.Background(), &acs.Users") {
		t.Errorf("this is not the guide's code: %s", blocks[1])
	}
	said := server.runs(fmt.Sprintf(usesAll, strings.Join(blocks[1:], "\n")))
	if !strings.HasPrefix(said, "Ada Lindqvist\n") || !strings.Contains(said, "\nEngineering\n") {
		t.Errorf("the reads said %s", said)
	}
	if !strings.Contains(said, "\n{\"ok\":true} {\"ok\":true} <nil> <nil>\n") || !strings.Contains(said, `"applied":1`) {
		t.Errorf("the others said %s", said)
	}
	requests := strings.Join(server.requests(), " ")
	if !strings.Contains(requests, addPath+" /acs/users/remove_from_access_group ") {
		t.Errorf("%s", requests)
	}
}

// runs a program inside the module, so that its imports are those of the README.
func (s *sandbox) runs(program string) string {
	s.t.Helper()
	folder, err := os.MkdirTemp("internal", "readme")
	must(s.t, err)
	defer os.RemoveAll(folder)
	must(s.t, os.WriteFile(filepath.Join(folder, "main.go"), []byte(program), 0o600))
	run := exec.Command("go", "run", "./"+folder)
	run.Env = append(os.Environ(), "SEAM_API_KEY="+apiKey, "SEAM_ENDPOINT="+s.url)
	output, err := run.CombinedOutput()
	if err != nil {
		s.t.Fatalf("%v: %s\n%s", err, output, program)
	}
	return string(output)
}

func goBlocks(t *testing.T) (blocks []string) {
	t.Helper()
	page, err := os.ReadFile("README.md")
	must(t, err)
	for _, part := range strings.Split(string(page), "```go\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		blocks = append(blocks, block)
	}
	return blocks
}

func TestGofmtHasNothingToChange(t *testing.T) {
	output, err := exec.Command("gofmt", "-l", ".").CombinedOutput()
	if err != nil || len(output) != 0 {
		t.Errorf("%v: %s", err, output)
	}
}
