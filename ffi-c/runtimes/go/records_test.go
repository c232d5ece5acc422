package seam_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/seam-acs/seam-acs/ffi-c/runtimes/go/acs"
)

func TestWhatWasReadBecomesRecords(t *testing.T) {
	client := startSandbox(t).client()
	ctx := context.Background()
	text, err := client.Acs.Users.Get(ctx, &acs.UsersGetRequest{AcsUserId: ada})
	must(t, err)
	user, err := acs.As[acs.AcsUser](text, nil)
	must(t, err)
	if user.AcsUserId != ada || *user.IsSuspended || string(user.Raw) != string(text) {
		t.Errorf("%+v", user)
	}
	users, err := acs.As[[]acs.AcsUser](client.Acs.Users.List(ctx, nil))
	must(t, err)
	if len(users) < 2 || users[0].AcsUserId == users[1].AcsUserId {
		t.Errorf("%+v", users)
	}
	groups, err := acs.As[[]acs.AcsAccessGroup](client.Acs.AccessGroups.List(ctx, acs.Filter{"search": "Engineering"}))
	must(t, err)
	if len(groups) != 1 || groups[0].AcsAccessGroupId != engineering {
		t.Errorf("%+v", groups)
	}
	entrances, err := acs.As[[]acs.AcsEntrance](client.Acs.Entrances.List(ctx, nil))
	must(t, err)
	systems, err := acs.As[[]acs.AcsSystem](client.Acs.Systems.List(ctx, nil))
	must(t, err)
	if entrances[0].SpaceIds == nil || systems[0].Location == nil {
		t.Errorf("%+v %+v", entrances[0], systems[0])
	}
}

func TestAFailureGivesNoRecord(t *testing.T) {
	client := startSandbox(t).client()
	_, err := acs.As[acs.AcsUser](client.Acs.Users.Get(context.Background(), &acs.UsersGetRequest{AcsUserId: nobody}))
	if e := failure(t, err); e.Name != "NOT_FOUND" {
		t.Errorf("%+v", e)
	}
}

func TestWhatARecordDoesNotKnowIsKept(t *testing.T) {
	text := `{"name": "a", "acs_user_count": 3, "invented": [1], "image_url": null}`
	system, err := acs.As[acs.AcsSystem](json.RawMessage(text), nil)
	must(t, err)
	if system.Name != "a" || *system.AcsUserCount != 3 || system.AcsAccessGroupCount != nil || string(system.Raw) != text {
		t.Errorf("%+v", system)
	}
}
