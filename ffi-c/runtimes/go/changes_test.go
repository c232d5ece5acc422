package seam_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	seam "github.com/seam-acs/seam-acs/ffi-c/runtimes/go"
	"github.com/seam-acs/seam-acs/ffi-c/runtimes/go/acs"
)

var adaInEngineering = &acs.UsersAddToAccessGroupRequest{AcsUserId: ada, AcsAccessGroupId: engineering}

var adaAsMember = &acs.MembershipsIsMemberRequest{AcsUserId: ada, AcsAccessGroupId: engineering}

func TestAnAddAndARemoveAnswerOkAndAreRecorded(t *testing.T) {
	server := startSandbox(t)
	client := server.client()
	ctx := context.Background()

	added, err := client.Acs.Users.AddToAccessGroup(ctx, adaInEngineering)
	must(t, err)
	if text, _ := json.Marshal(added); string(text) != `{"ok":true}` || added.String() != string(text) {
		t.Fatalf("the answer is %s, printed as %s", text, added)
	}
	isMember, err := client.Acs.Memberships.IsMember(ctx, adaAsMember)
	must(t, err)
	if !isMember {
		t.Fatal("the add was not recorded")
	}

	_, err = client.Acs.Users.RemoveFromAccessGroup(ctx, &acs.UsersRemoveFromAccessGroupRequest{
		AcsUserId: ada, AcsAccessGroupId: engineering,
	})
	must(t, err)
	isMember, err = client.Acs.Memberships.IsMember(ctx, adaAsMember)
	must(t, err)
	if isMember {
		t.Fatal("the removal was not recorded")
	}
}

func TestAnErrorHasEverythingThatIsKnown(t *testing.T) {
	client := startSandbox(t).client()
	_, err := client.Acs.Users.AddToAccessGroup(context.Background(), &acs.UsersAddToAccessGroupRequest{
		AcsUserId: nobody, AcsAccessGroupId: engineering,
	})
	e := failure(t, err)
	if e.Status != seam.StatusNotFound || e.Name != "NOT_FOUND" || e.HTTPStatus != http.StatusNotFound {
		t.Errorf("status %d, name %s, HTTP %d", e.Status, e.Name, e.HTTPStatus)
	}
	if e.APIType != "acs_user_not_found" || e.RequestID == "" || e.Attempts != 1 {
		t.Errorf("type %q, request %q, %d attempts", e.APIType, e.RequestID, e.Attempts)
	}
	if e.Retryable || e.OutcomeUnknown || e.ValidationErrors != nil || e.RetryAfterMs != nil || e.Report != nil {
		t.Errorf("%+v", e)
	}

	_, err = client.Acs.Users.AddToAccessGroup(context.Background(), &acs.UsersAddToAccessGroupRequest{
		AcsUserId: "no uuid", AcsAccessGroupId: engineering,
	})
	if e := failure(t, err); e.ValidationErrors["acs_user_id"] == nil {
		t.Errorf("%+v", e)
	}
}

func TestAChangeWithoutAnAnswerIsOutcomeUnknown(t *testing.T) {
	server := startSandbox(t)
	server.fault(map[string]any{"path": addPath, "kind": "drop", "at": "after_applying", "times": nil})
	client := server.client(seam.WithOption("max_attempts", "2"))
	_, err := client.Acs.Users.AddToAccessGroup(context.Background(), adaInEngineering)
	if e := failure(t, err); e.Status != seam.StatusOutcomeUnknown || !e.OutcomeUnknown || e.Retryable || e.Attempts != 2 {
		t.Fatalf("%+v", e)
	}
}

func TestAnEmbeddedNULIsRefusedBeforeAnythingIsSent(t *testing.T) {
	server := startSandbox(t)
	client := server.client()
	ctx := context.Background()
	cut := ada + "\x00" + "and more"
	_, add := client.Acs.Users.AddToAccessGroup(ctx, &acs.UsersAddToAccessGroupRequest{
		AcsUserId: cut, AcsAccessGroupId: engineering,
	})
	_, group := client.Acs.Users.RemoveFromAccessGroup(ctx, &acs.UsersRemoveFromAccessGroupRequest{
		AcsUserId: ada, AcsAccessGroupId: engineering + "\x00",
	})
	_, read := client.Acs.Users.Get(ctx, &acs.UsersGetRequest{AcsUserId: cut})
	_, rows := client.Acs.Memberships.Apply(ctx, "acs_user_id\x00,acs_access_group_id\n", nil)
	_, path := client.Request(ctx, "/acs/users/get\x00", nil)
	_, option := seam.NewClient(seam.WithApiKey(apiKey + "\x00"))
	for place, err := range []error{add, group, read, rows, path, option} {
		if e := failure(t, err); e.Status != seam.StatusInvalidArgument {
			t.Errorf("%d: %v", place, e)
		}
	}
	if requests := server.requests(); len(requests) != 0 {
		t.Fatalf("these were sent: %v", requests)
	}
}

func TestAUserIdentityTakesThePlaceOfAnACSUser(t *testing.T) {
	server := startSandbox(t)
	client := server.client()
	ctx := context.Background()
	_, err := client.Acs.Users.AddToAccessGroup(ctx, &acs.UsersAddToAccessGroupRequest{
		UserIdentityId: identity, AcsAccessGroupId: engineering,
	})
	must(t, err)
	isMember, err := client.Acs.Memberships.IsMember(ctx, &acs.MembershipsIsMemberRequest{
		UserIdentityId: identity, AcsAccessGroupId: engineering,
	})
	must(t, err)
	if !isMember {
		t.Fatal("the add was not recorded")
	}
	_, err = client.Acs.Users.AddToAccessGroup(ctx, &acs.UsersAddToAccessGroupRequest{
		AcsUserId: ada, UserIdentityId: identity, AcsAccessGroupId: engineering,
	})
	if e := failure(t, err); e.Status != seam.StatusInvalidArgument {
		t.Fatalf("both at once: %v", e)
	}
	_, err = client.Acs.Users.AddToAccessGroup(ctx, &acs.UsersAddToAccessGroupRequest{AcsAccessGroupId: engineering})
	if e := failure(t, err); e.Status != seam.StatusInvalidArgument {
		t.Fatalf("neither: %v", e)
	}
}

func failure(t *testing.T, err error) *seam.Error {
	t.Helper()
	var e *seam.Error
	if !errors.As(err, &e) {
		t.Fatalf("%v is no *seam.Error", err)
	}
	return e
}
