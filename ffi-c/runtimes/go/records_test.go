package seam_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	seam "github.com/seam-acs/seam-acs/ffi-c/runtimes/go"
	"github.com/seam-acs/seam-acs/ffi-c/runtimes/go/acs"
)

const harbour = "11111111-1111-1111-1111-111111111111"

func TestReadsGiveRecordsThatKeepTheirJSON(t *testing.T) {
	client := startSandbox(t).client()
	ctx := context.Background()
	user, err := client.Acs.Users.Get(ctx, &acs.UsersGetRequest{AcsUserId: ada})
	must(t, err)
	if user.AcsUserId != ada || user.FullName != "Ada Lindqvist" || *user.IsSuspended {
		t.Errorf("%+v", *user)
	}
	answer, err := acs.As[struct {
		User json.RawMessage `json:"acs_user"`
	}](client.Request(ctx, "/acs/users/get", map[string]string{"acs_user_id": ada}))
	must(t, err)
	if string(user.Raw) != string(answer.User) || fmt.Sprint(user) != string(answer.User) {
		t.Errorf("%s is not %s", user, answer.User)
	}
	system, err := client.Acs.Systems.Get(ctx, &acs.SystemsGetRequest{AcsSystemId: harbour})
	must(t, err)
	if system.AcsSystemId != harbour || system.Location == nil {
		t.Errorf("%s", system)
	}
}

func TestListsOfUsersGroupsEntrancesAndSystemsAreRecords(t *testing.T) {
	client := startSandbox(t).client()
	ctx := context.Background()
	users, err := client.Acs.Users.List(ctx, acs.Filter{"search": "björn"})
	must(t, err)
	if len(users) != 1 || users[0].FullName != "Björn Okafor" {
		t.Errorf("%v", users)
	}
	groups, err := client.Acs.AccessGroups.List(ctx, acs.Filter{"search": "Engineering"})
	must(t, err)
	if len(groups) != 1 || groups[0].AcsAccessGroupId != engineering {
		t.Errorf("%v", groups)
	}
	_, err = client.Acs.Users.AddToAccessGroup(ctx, adaInEngineering)
	must(t, err)
	groups, err = client.Acs.Memberships.GroupsOf(ctx, &acs.MembershipsGroupsOfRequest{AcsUserId: ada})
	must(t, err)
	if len(groups) == 0 || groups[0].Name == "" {
		t.Errorf("%v", groups)
	}
	entrances, err := client.Acs.Users.ListAccessibleEntrances(ctx, &acs.UsersListAccessibleEntrancesRequest{AcsUserId: ada})
	must(t, err)
	systems, err := client.Acs.Systems.List(ctx, nil)
	must(t, err)
	if entrances[0].SpaceIds == nil || systems[0].Location == nil {
		t.Errorf("%v %v", entrances, systems)
	}
}

func TestAFailureGivesNoRecord(t *testing.T) {
	client := startSandbox(t).client()
	user, err := client.Acs.Users.Get(context.Background(), &acs.UsersGetRequest{AcsUserId: nobody})
	if e := failure(t, err); e.Name != "NOT_FOUND" || user != nil {
		t.Errorf("%+v %v", e, user)
	}
}

func TestWhatIsMoreThanARecordIsJSONOfWhichAsMakesRecords(t *testing.T) {
	client := startSandbox(t).client()
	ctx := context.Background()
	_, err := client.Acs.Users.AddToAccessGroup(ctx, adaInEngineering)
	must(t, err)
	request := &acs.MembershipsEntrancesOfRequest{AcsUserId: ada}
	entrances, err := acs.As[[]*acs.AcsEntrance](client.Acs.Memberships.EntrancesOf(ctx, request))
	must(t, err)
	if entrances[0].AcsEntranceId == "" || !strings.Contains(entrances[0].String(), `"through"`) {
		t.Errorf("%v", entrances)
	}
}

func TestWhatARecordDoesNotKnowIsKept(t *testing.T) {
	server := startSandbox(t)
	text := server.answerWith(`"name": "a", "acs_user_count": 3, "invented": [1], "image_url": null`)
	system, err := server.client().Acs.Systems.Get(context.Background(), &acs.SystemsGetRequest{AcsSystemId: harbour})
	must(t, err)
	if system.Name != "a" || *system.AcsUserCount != 3 || system.AcsAccessGroupCount != nil || string(system.Raw) != text {
		t.Errorf("%s", system)
	}
}

func TestAFieldOfAnotherKindIsAnUnexpectedResponseThatNamesIt(t *testing.T) {
	server := startSandbox(t)
	server.answerWith(`"name": "a", "acs_user_count": "many"`)
	system, err := server.client().Acs.Systems.Get(context.Background(), &acs.SystemsGetRequest{AcsSystemId: harbour})
	if e := failure(t, err); e.Status != seam.StatusUnexpectedResponse || e.Name != "UNEXPECTED_RESPONSE" || system != nil {
		t.Errorf("%+v %v", e, system)
	}
	expectWords(t, err.Error(), "acs.AcsSystem", "acs_user_count")
}

// answerWith has the sandbox answer a read of a system with such fields, and returns its JSON.
func (s *sandbox) answerWith(fields string) string {
	s.t.Helper()
	system := `{"acs_system_id": "` + harbour + `", ` + fields + `}`
	s.fault(map[string]any{
		"path": "/acs/systems/get", "kind": "body", "content_type": "application/json", "body": `{"acs_system": ` + system + `, "ok": true}`,
	})
	return system
}
