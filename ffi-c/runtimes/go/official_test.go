package seam_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os/exec"
	"testing"

	seam "github.com/seam-acs/seam-acs/ffi-c/runtimes/go"
	"github.com/seam-acs/seam-acs/ffi-c/runtimes/go/acs"
)

// fake is Seam's own fake server.
type fake struct {
	t                *testing.T
	URL              string   `json:"url"`
	APIKey           string   `json:"api_key"`
	WorkspaceID      string   `json:"workspace_id"`
	AcsUserIDs       []string `json:"acs_user_ids"`
	AcsAccessGroupID []string `json:"acs_access_group_ids"`
}

func startFake(t *testing.T) *fake {
	t.Helper()
	server := &fake{t: t}
	program := exec.Command("node", "../../../tests/official/fake.mjs")
	must(t, json.Unmarshal([]byte(firstLine(t, program)), server))
	return server
}

func (f *fake) client(options ...seam.Option) *seam.Client {
	f.t.Helper()
	client, err := seam.NewClient(append([]seam.Option{seam.WithApiKey(f.APIKey), seam.WithEndpoint(f.URL)}, options...)...)
	must(f.t, err)
	f.t.Cleanup(func() { client.Close() })
	return client
}

func (f *fake) request(user string) *acs.UsersAddToAccessGroupRequest {
	return &acs.UsersAddToAccessGroupRequest{AcsUserId: user, AcsAccessGroupId: f.AcsAccessGroupID[0]}
}

// members are those in the fake's database.
func (f *fake) members() []string {
	f.t.Helper()
	response, err := http.Get(f.URL + "/_fake/database")
	must(f.t, err)
	defer response.Body.Close()
	var database struct {
		Groups []struct {
			ID      string   `json:"acs_access_group_id"`
			Members []string `json:"_acs_user_ids"`
		} `json:"acs_access_groups"`
	}
	must(f.t, json.NewDecoder(response.Body).Decode(&database))
	for _, group := range database.Groups {
		if group.ID == f.AcsAccessGroupID[0] {
			return group.Members
		}
	}
	f.t.Fatal("the fake has no such group")
	return nil
}

func TestAnAddAndARemoveReachTheOfficialFakesDatabase(t *testing.T) {
	server := startFake(t)
	users, user := server.client().Acs.Users, server.AcsUserIDs[0]
	_, err := users.AddToAccessGroup(context.Background(), server.request(user))
	must(t, err)
	if members := server.members(); len(members) != 1 || members[0] != user {
		t.Fatalf("%v", members)
	}
	removal := acs.UsersRemoveFromAccessGroupRequest(*server.request(user))
	_, err = users.RemoveFromAccessGroup(context.Background(), &removal)
	must(t, err)
	if members := server.members(); len(members) != 0 {
		t.Fatalf("%v", members)
	}
}

func TestTheOfficialFakesErrorsAreOurs(t *testing.T) {
	server := startFake(t)
	ctx := context.Background()
	_, err := server.client().Acs.Users.AddToAccessGroup(ctx, server.request("acs_user_of_nowhere"))
	if e := failure(t, err); e.Status != seam.StatusNotFound || e.HTTPStatus != http.StatusNotFound || e.APIType == "" {
		t.Errorf("%+v", e)
	}
	stranger := server.client(seam.WithApiKey("seam_apikey_of_nobody"))
	_, err = stranger.Acs.Users.AddToAccessGroup(ctx, server.request(server.AcsUserIDs[0]))
	if e := failure(t, err); e.Status != seam.StatusUnauthorized || e.HTTPStatus != http.StatusUnauthorized {
		t.Errorf("%+v", e)
	}
	outage, err := json.Marshal(map[string]any{"workspace_id": server.WorkspaceID, "routes": []string{addPath}})
	must(t, err)
	response, err := http.Post(server.URL+"/_fake/simulate_workspace_outage", "application/json", bytes.NewReader(outage))
	must(t, err)
	response.Body.Close()
	client := server.client(seam.WithMaxAttempts(2))
	_, err = client.Acs.Users.AddToAccessGroup(ctx, server.request(server.AcsUserIDs[0]))
	if e := failure(t, err); !e.OutcomeUnknown || e.Attempts != 2 {
		t.Errorf("%+v", e)
	}
	if members := server.members(); len(members) != 0 {
		t.Errorf("%v", members)
	}
}
