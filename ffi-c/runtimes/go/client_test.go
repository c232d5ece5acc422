package seam_test

import (
	"context"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	seam "github.com/seam-acs/seam-acs/ffi-c/runtimes/go"
)

func TestOptionsAreSetByNameAndWrongOnesAreNamed(t *testing.T) {
	server := startSandbox(t)
	client := server.client(seam.WithTimeoutMs(5000), seam.WithOption("max_attempts", "1"))
	must(t, client.Check(context.Background()))
	_, err := seam.NewClient(seam.WithApiKey(apiKey), seam.WithOption("timeuot_ms", "5"))
	if e := failure(t, err); e.Status != seam.StatusOptions || !strings.Contains(e.Message, "timeout_ms") {
		t.Errorf("%+v", e)
	}
	_, err = seam.NewClient(seam.WithApiKey("not a key"))
	if e := failure(t, err); e.Status != seam.StatusToken {
		t.Errorf("%+v", e)
	}
}

func TestTheEnvironmentIsReadWhereNoKeyIsGiven(t *testing.T) {
	server := startSandbox(t)
	os.Setenv("SEAM_API_KEY", apiKey)
	os.Setenv("SEAM_ENDPOINT", server.url)
	defer os.Unsetenv("SEAM_API_KEY")
	defer os.Unsetenv("SEAM_ENDPOINT")
	client, err := seam.NewClient(seam.WithMaxAttempts(1))
	must(t, err)
	defer client.Close()
	must(t, client.Check(context.Background()))

	os.Setenv("SEAM_API_KEY", "not a key")
	_, err = seam.NewClient()
	if e := failure(t, err); e.Status != seam.StatusToken {
		t.Errorf("%+v", e)
	}
	// With a key of its own it reads nothing.
	must(t, server.client().Check(context.Background()))
}

func TestClosingTwiceIsSafeAndNothingStartsAfterwards(t *testing.T) {
	client := startSandbox(t).client()
	must(t, client.Close())
	must(t, client.Close())
	client.Cancel()
	if e := failure(t, client.Check(context.Background())); e.Status != seam.StatusState {
		t.Errorf("%+v", e)
	}
	_, err := client.With()
	if e := failure(t, err); e.Status != seam.StatusState {
		t.Errorf("%+v", e)
	}
}

func TestClosingWhileOthersBeginCallsEndsThemAll(t *testing.T) {
	client := startSandbox(t).client()
	const callers = 8
	begun, ended := make(chan struct{}, callers), make(chan error, callers)
	for caller := 0; caller < callers; caller++ {
		go func() {
			err := client.Check(context.Background())
			for begun <- struct{}{}; err == nil; {
				err = client.Check(context.Background())
			}
			ended <- err
		}()
	}
	for caller := 0; caller < callers; caller++ {
		<-begun
	}
	client.Close()
	for caller := 0; caller < callers; caller++ {
		if e := failure(t, <-ended); e.Status != seam.StatusState && e.Status != seam.StatusCancelled {
			t.Errorf("%+v", e)
		}
	}
}

func TestClosingEndsTheCallsInFlight(t *testing.T) {
	server := startSandbox(t)
	server.fault(map[string]any{"path": addPath, "hold": true})
	client := server.client()
	go func() {
		server.waitForHeld(1)
		client.Close()
	}()
	_, err := client.Acs.Users.AddToAccessGroup(context.Background(), adaInEngineering)
	if e := failure(t, err); !e.OutcomeUnknown {
		t.Errorf("%+v", e)
	}
}

func TestAScopedClientIsCancelledAlone(t *testing.T) {
	client := startSandbox(t).client()
	scoped, err := client.With(seam.WithMaxAttempts(1))
	must(t, err)
	scoped.Cancel()
	if e := failure(t, scoped.Check(context.Background())); e.Status != seam.StatusCancelled {
		t.Errorf("%+v", e)
	}
	must(t, client.Check(context.Background()))
}

func TestAForgottenClientIsClosedByTheGarbageCollectorButNotDuringACall(t *testing.T) {
	server := startSandbox(t)
	server.fault(map[string]any{"path": addPath, "hold": true})
	ended := make(chan error)
	go func() {
		client, err := seam.NewClient(seam.WithApiKey(apiKey), seam.WithEndpoint(server.url))
		if err == nil {
			_, err = client.Acs.Users.AddToAccessGroup(context.Background(), adaInEngineering)
		}
		ended <- err
	}()
	server.waitForHeld(1)
	for round := 0; round < 5; round++ {
		runtime.GC()
		time.Sleep(10 * time.Millisecond) // Finalizers run on a goroutine of their own.
	}
	server.ask("POST", "release", nil)
	must(t, <-ended)
}
