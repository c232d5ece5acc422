package seam_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	seam "github.com/seam-acs/seam-acs/ffi-c/runtimes/go"
	"github.com/seam-acs/seam-acs/ffi-c/runtimes/go/acs"
)

// row is one of a list of changes; any type that becomes such JSON will do.
type row struct {
	Action           string `json:"action,omitempty"`
	AcsUserId        string `json:"acs_user_id"`
	AcsAccessGroupId string `json:"acs_access_group_id"`
}

func rows(action string, users ...string) (list []row) {
	for _, user := range users {
		list = append(list, row{action, user, engineering})
	}
	return list
}

func TestAListOfChangesIsAppliedAsRowsAsCSVAndAsJSON(t *testing.T) {
	memberships := startSandbox(t).client().Acs.Memberships
	ctx := context.Background()
	report, err := memberships.Apply(ctx, rows("add", ada, chiara), nil)
	must(t, err)
	expect(t, report, `"applied":2`)
	report, err = memberships.Apply(ctx, "acs_user_id,group\n"+ada+",Engineering\n", acs.Options{"action": "remove"})
	must(t, err)
	expect(t, report, `"applied":1`)
	text, err := json.Marshal(rows("remove", chiara))
	must(t, err)
	report, err = memberships.Apply(ctx, text, nil)
	must(t, err)
	expect(t, report, `"applied":1`)
	isMember, err := memberships.IsMember(ctx, adaAsMember)
	must(t, err)
	if isMember {
		t.Error("she is still in")
	}
}

func TestAPartialFailureComesWithItsReport(t *testing.T) {
	server := startSandbox(t)
	report, err := server.client().Acs.Memberships.Apply(context.Background(), rows("add", ada, nobody), nil)
	e := failure(t, err)
	if e.Status != seam.StatusPartial || string(e.Report) != string(report) {
		t.Errorf("%+v", e)
	}
	expect(t, report, `"applied":1`)
	expect(t, report, `"failed":1`)
	expect(t, report, `"NOT_FOUND"`)
}

func TestACancelledListOfChangesStillHasItsReport(t *testing.T) {
	server := startSandbox(t)
	server.fault(map[string]any{"path": addPath, "hold": true})
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		server.waitForHeld(1)
		cancel()
	}()
	report, err := server.client().Acs.Memberships.Apply(ctx, rows("add", ada, chiara), acs.Options{"fixed": 1})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	expect(t, report, `"outcome_unknown":1`)
	expect(t, report, `"not_attempted":1`)
}

func TestARosterIsPlannedSavedAndApplied(t *testing.T) {
	memberships := startSandbox(t).client().Acs.Memberships
	ctx := context.Background()
	plan, err := memberships.Plan(ctx, rows("", ada), acs.Options{"mode": "additive"})
	must(t, err)
	if table := plan.String(); !strings.Contains(table, "+ ") || !strings.Contains(table, "Ada Lindqvist") {
		t.Errorf("no table: %s", table)
	}
	saved, err := json.Marshal(plan)
	must(t, err)
	var later acs.Plan
	must(t, json.Unmarshal(saved, &later))
	report, err := memberships.Sync(ctx, &later, nil)
	must(t, err)
	expect(t, report, `"applied":1`)
	_, err = memberships.Plan(ctx, rows("", ada), acs.Options{"mdoe": "exact"})
	if e := failure(t, err); e.Status != seam.StatusOptions || !strings.Contains(e.Message, "mode") {
		t.Errorf("%+v", e)
	}
	_, err = memberships.Sync(ctx, &acs.Plan{RawMessage: []byte(`{"no": "plan"}`)}, nil)
	if e := failure(t, err); e.Status != seam.StatusInvalidArgument {
		t.Errorf("%+v", e)
	}
	_, err = memberships.Sync(ctx, nil, nil)
	if e := failure(t, err); e.Status != seam.StatusNullArgument {
		t.Errorf("%+v", e)
	}
}

func TestEnsureAndWaitSayWhatHolds(t *testing.T) {
	memberships := startSandbox(t).client().Acs.Memberships
	ctx := context.Background()
	record, err := memberships.Ensure(ctx, &acs.MembershipsEnsureRequest{AcsUserId: ada, AcsAccessGroupId: engineering}, true)
	must(t, err)
	expect(t, record, `"changed"`)
	record, err = memberships.Wait(ctx, &acs.MembershipsWaitRequest{AcsUserId: ada, AcsAccessGroupId: engineering}, true,
		acs.Options{"timeout_ms": 20000})
	must(t, err)
	expect(t, record, `"applied"`)
	record, err = memberships.Ensure(ctx, &acs.MembershipsEnsureRequest{UserIdentityId: identity, AcsAccessGroupId: engineering}, true)
	must(t, err)
	expect(t, record, `"already_so"`)
}

func TestRequestsGiveSeamsJSON(t *testing.T) {
	client := startSandbox(t).client()
	ctx := context.Background()
	answer, err := client.Request(ctx, "/acs/users/get", map[string]string{"acs_user_id": ada})
	must(t, err)
	expect(t, answer, `"acs_user"`)
	expect(t, answer, `"ok":true`)
}

func expect(t *testing.T, answer json.RawMessage, part string) {
	t.Helper()
	text := strings.NewReplacer(`": `, `":`, `, "`, `,"`).Replace(string(answer))
	if !strings.Contains(text, part) {
		t.Errorf("no %s in %s", part, answer)
	}
}
