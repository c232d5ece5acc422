package seam_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	seam "github.com/seam-acs/seam-acs/ffi-c/runtimes/go"
)

// Nobody whom another test leaves a late request for: an addition would wait for it.
var visit = seam.OutboxWish{AcsUserId: "33333333-3333-3333-3333-000000000002", AcsAccessGroupId: engineering}

func openOutbox(t *testing.T, folder string) *seam.Outbox {
	t.Helper()
	outbox, err := seam.OpenOutbox(folder)
	must(t, err)
	t.Cleanup(func() { outbox.Close() })
	return outbox
}

func states(t *testing.T, outbox *seam.Outbox) string {
	t.Helper()
	changes, err := outbox.List("")
	must(t, err)
	var found []string
	for _, change := range changes {
		found = append(found, change.State)
	}
	return strings.Join(found, " ")
}

func TestWhatIsKeptWithoutAKeyIsDeliveredByAnotherObjectAndToldUntilItIsAcknowledged(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "outbox")
	before := openOutbox(t, folder)
	_, err := before.RemoveFromAccessGroup(visit)
	must(t, err)
	visitor := visit
	visitor.GoodForS, visitor.Actor = 60, "ada"
	_, err = before.AddToAccessGroup(visitor)
	must(t, err)
	must(t, before.Close())
	must(t, before.Close())
	if _, err := before.Status(); failure(t, err).Status != seam.StatusState {
		t.Error(err)
	}

	outbox := openOutbox(t, folder)
	status, err := outbox.Status()
	must(t, err)
	if status.Waiting != 2 {
		t.Errorf("%+v", status)
	}
	delivery, err := outbox.DeliverUntilEmpty(context.Background(), startSandbox(t).client())
	must(t, err)
	if delivery.Delivered != 1 || delivery.Status.Recorded != 1 || delivery.Status.Superseded != 1 {
		t.Errorf("%+v", delivery)
	}
	outcomes, err := outbox.Outcomes("")
	must(t, err)
	behind, err := outbox.Outcomes(outcomes[0].Cursor)
	must(t, err)
	if len(outcomes) != 2 || len(behind) != 1 || behind[0].State != "recorded" || behind[0].RequestID == "" {
		t.Errorf("%+v", outcomes)
	}
	must(t, outbox.Acknowledge(behind[0].Cursor))
	if found := states(t, outbox); found != "" {
		t.Error(found)
	}
}

func TestADeliveryGoesOnUntilItsContextEnds(t *testing.T) {
	outbox := openOutbox(t, filepath.Join(t.TempDir(), "outbox"))
	client := startSandbox(t).client()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- outbox.Deliver(ctx, client) }()
	_, err := outbox.RemoveFromAccessGroup(visit)
	must(t, err)
	for end := time.Now().Add(30 * time.Second); states(t, outbox) != "recorded"; {
		if time.Now().After(end) {
			t.Fatal("it was not recorded")
		}
		time.Sleep(5 * time.Millisecond)
	}
	cancel()
	if e := failure(t, <-ended); e.Status != seam.StatusCancelled {
		t.Error(e)
	}
}

func TestAListIsKeptWholeOrNotAtAllAndUntilKeepsTwoChanges(t *testing.T) {
	outbox := openOutbox(t, filepath.Join(t.TempDir(), "outbox"))
	add, wrong := visit, visit
	add.Action, wrong.Action = "add", "open"
	_, err := outbox.Enqueue([]seam.OutboxWish{add, wrong})
	if e := failure(t, err); e.Status != seam.StatusInvalidArgument || !strings.Contains(e.Message, "change 2") {
		t.Error(e)
	}
	until := time.Now().Add(time.Hour)
	add.Until = &until
	ids, err := outbox.Enqueue([]seam.OutboxWish{add})
	must(t, err)
	if strings.Join(ids, " ") != "1 2" || states(t, outbox) != "waiting scheduled" {
		t.Error(ids, states(t, outbox))
	}
	scheduled, err := outbox.List("scheduled")
	must(t, err)
	if len(scheduled) != 1 || scheduled[0].NotBefore.Unix() != until.Unix() {
		t.Errorf("%+v", scheduled)
	}
}

func TestARemovalIsDroppedByForceAndWithAReasonAndCanBeAskedForAgain(t *testing.T) {
	outbox := openOutbox(t, filepath.Join(t.TempDir(), "outbox"))
	id, err := outbox.RemoveFromAccessGroup(visit)
	must(t, err)
	if e := failure(t, outbox.Drop(id, "left", false)); e.Status != seam.StatusGuard {
		t.Error(e)
	}
	must(t, outbox.Drop(id, "left", true))
	if found := states(t, outbox); found != "dropped" {
		t.Error(found)
	}
	must(t, outbox.Retry(id, 0))
	if found := states(t, outbox); found != "waiting" {
		t.Error(found)
	}
}
