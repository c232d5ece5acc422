package seam_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	seam "github.com/seam-acs/seam-acs/ffi-c/runtimes/go"
	"github.com/seam-acs/seam-acs/ffi-c/runtimes/go/acs"
)

func TestTheEndOfAContextEndsASentChangeAsOutcomeUnknown(t *testing.T) {
	server := startSandbox(t)
	server.fault(map[string]any{"path": addPath, "hold": true})
	client := server.client()
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		server.waitForHeld(1)
		cancel()
	}()
	_, err := client.Acs.Users.AddToAccessGroup(ctx, adaInEngineering)
	if e := failure(t, err); e.Status != seam.StatusOutcomeUnknown || !e.OutcomeUnknown {
		t.Errorf("%+v", e)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v does not say that the context ended it", err)
	}
}

func TestADeadlineOfAContextEndsARead(t *testing.T) {
	server := startSandbox(t)
	server.fault(map[string]any{"path": "/acs/users/list", "hold": true})
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	begun := time.Now()
	_, err := server.client().Acs.Users.List(ctx, nil)
	if e := failure(t, err); e.Status != seam.StatusCancelled || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%+v", e)
	}
	// The client's own limit is 30 s.
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestAContextThatIsOverSendsNothing(t *testing.T) {
	server := startSandbox(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := server.client().Acs.Users.AddToAccessGroup(ctx, adaInEngineering)
	if e := failure(t, err); e.Status != seam.StatusCancelled || !errors.Is(err, context.Canceled) {
		t.Errorf("%+v", e)
	}
	if requests := server.requests(); len(requests) != 0 {
		t.Errorf("these were sent: %v", requests)
	}
}

func TestFiveHundredCallsAtOnceTakeNoThreadEach(t *testing.T) {
	server := startSandbox(t)
	server.fault(map[string]any{"path": "/acs/users/list", "hold": true, "times": nil})
	client := server.client(seam.WithOption("max_concurrency", "500"))
	var calls sync.WaitGroup
	for call := 0; call < 500; call++ {
		calls.Add(1)
		go func() {
			defer calls.Done()
			if _, err := client.Acs.Users.List(context.Background(), nil); err != nil {
				t.Error(err)
			}
		}()
	}
	server.waitForHeld(500)
	// A thread or two for Go, one for each core, the library's own, and some for calls that were just begun.
	count := threads(t)
	t.Logf("%d threads", count)
	if count > 40 {
		t.Errorf("%d threads", count)
	}
	server.ask("POST", "release", nil)
	server.ask("DELETE", "faults", nil)
	calls.Wait()
}

func threads(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	must(t, err)
	found := regexp.MustCompile(`(?m)^Threads:\s+(\d+)$`).FindSubmatch(status)
	count, err := strconv.Atoi(string(found[1]))
	must(t, err)
	return count
}

func TestProgressIsToldWhileAListOfChangesIsApplied(t *testing.T) {
	server := startSandbox(t)
	server.ask("POST", "switches", map[string]any{"latency_ms": 250})
	var told []seam.Progress
	ctx := seam.WithProgress(context.Background(), func(progress seam.Progress) { told = append(told, progress) })
	_, err := server.client().Acs.Memberships.Apply(ctx, rows("add", ada, chiara), nil)
	must(t, err)
	if last := told[len(told)-1]; len(told) < 2 || last.Done != 2 || last.Total != 2 || last.Failed != 0 {
		t.Errorf("%+v", told)
	}
}

func TestAPanicWhileProgressIsToldLeavesTheCallOnceItsChangeHasEnded(t *testing.T) {
	server := startSandbox(t)
	log := filepath.Join(t.TempDir(), "audit.jsonl")
	client := server.client(seam.WithAuditLog(log), seam.WithMaxConcurrency(1))
	server.fault(map[string]any{"path": addPath, "hold": true})
	ctx := seam.WithProgress(context.Background(), func(seam.Progress) {
		server.waitForHeld(1)
		panic("mine")
	})
	func() {
		defer func() {
			if said := recover(); said != "mine" {
				t.Errorf("%v", said)
			}
		}()
		_, err := client.Acs.Users.AddToAccessGroup(ctx, adaInEngineering)
		t.Errorf("it ended with %v", err)
	}()
	told, err := os.ReadFile(log)
	must(t, err)
	if !strings.Contains(string(told), "outcome_unknown") {
		t.Errorf("what became of the change is not known yet: %s", told)
	}
	_, err = client.Acs.Users.Get(context.Background(), &acs.UsersGetRequest{AcsUserId: ada})
	must(t, err)
}
