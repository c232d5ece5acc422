package seam

import (
	"context"
	"encoding/json"
	"time"

	"github.com/seam-acs/seam-acs/ffi-c/runtimes/go/acs"
	"github.com/seam-acs/seam-acs/ffi-c/runtimes/go/internal/native"
)

// Outbox has changes in a folder: each is on the disk when its method returns, and Deliver sends it. Keeping needs no key and
// no network. Any number of goroutines and processes may use one folder; one delivers.
type Outbox struct{ outbox *native.Outbox }

// OutboxWish is a change that an outbox is to keep.
type OutboxWish struct {
	// Action is "add" or "remove"; only Enqueue needs it.
	Action string `json:"action"`
	// AcsUserId or UserIdentityId names the user.
	AcsUserId        string `json:"acs_user_id,omitempty"`
	UserIdentityId   string `json:"user_identity_id,omitempty"`
	AcsAccessGroupId string `json:"acs_access_group_id"`
	// GoodForS: An addition expires if it was not sent for so many seconds, 1 to 2592000; an hour if it is 0.
	GoodForS int `json:"good_for_s,omitempty"`
	// NotBefore: It is not sent before that time.
	NotBefore *time.Time `json:"not_before,omitempty"`
	// Until: The removal at that time is kept with an addition, in the same write.
	Until *time.Time `json:"until,omitempty"`
	// Actor and Reason: Who asks for it, and why.
	Actor  string `json:"actor,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// OutboxChange is a change that an outbox keeps.
type OutboxChange struct {
	Id               string `json:"id"`
	Action           string `json:"action"`
	AcsUserId        string `json:"acs_user_id"`
	UserIdentityId   string `json:"user_identity_id"`
	AcsAccessGroupId string `json:"acs_access_group_id"`
	// State is waiting, scheduled, under_way, settling (an earlier request may still arrive), recorded, superseded,
	// expired, refused, in_doubt or dropped.
	State    string    `json:"state"`
	QueuedAt time.Time `json:"queued_at"`
	// AgeS: Nil if no clock can tell.
	AgeS      *int64     `json:"age_s"`
	GoodForS  *int64     `json:"good_for_s"`
	NotBefore *time.Time `json:"not_before"`
	Attempts  int        `json:"attempts"`
	LastError string     `json:"last_error"`
	Actor     string     `json:"actor"`
	Reason    string     `json:"reason"`
	// EndedAt and those below are of a change that has ended.
	EndedAt   *time.Time `json:"ended_at"`
	RequestID string     `json:"request_id"`
	Error     string     `json:"error"`
	// Cursor is for Outcomes and Acknowledge.
	Cursor string `json:"cursor"`
}

// OutboxStatus says how many changes are in each state, and what an alarm should watch.
type OutboxStatus struct {
	Waiting        int `json:"waiting"`
	Scheduled      int `json:"scheduled"`
	UnderWay       int `json:"under_way"`
	Settling       int `json:"settling"`
	Recorded       int `json:"recorded"`
	Superseded     int `json:"superseded"`
	Expired        int `json:"expired"`
	Refused        int `json:"refused"`
	InDoubt        int `json:"in_doubt"`
	Dropped        int `json:"dropped"`
	RefusedRemoves int `json:"refused_removes"`
	// OldestRemoveAgeS: Nil if no removal waits.
	OldestRemoveAgeS *int64 `json:"oldest_remove_age_s"`
	OldestRemoveId   string `json:"oldest_remove_id"`
	// PausedBecause: Empty while it is not paused.
	PausedBecause string `json:"paused_because"`
	Endpoint      string `json:"endpoint"`
	WorkspaceId   string `json:"workspace_id"`
	Acknowledged  string `json:"acknowledged"`
	LastOutcome   string `json:"last_outcome"`
}

// OutboxDelivery is what a delivery came to that has ended by itself.
type OutboxDelivery struct {
	Delivered int          `json:"delivered"`
	Status    OutboxStatus `json:"status"`
}

// OpenOutbox opens the outbox of a folder, and makes the folder where it is missing. It fails with StatusState if its log is
// damaged; the command `seam-acs outbox repair` keeps what is sound.
func OpenOutbox(folder string) (*Outbox, error) {
	outbox, err := native.OpenOutbox(folder)
	if err != nil {
		return nil, err
	}
	return &Outbox{outbox}, nil
}

// AddToAccessGroup keeps an addition, and gives its id.
func (o *Outbox) AddToAccessGroup(wish OutboxWish) (string, error) { return o.keep("add", wish) }

// RemoveFromAccessGroup keeps a removal, which never expires, and gives its id.
func (o *Outbox) RemoveFromAccessGroup(wish OutboxWish) (string, error) {
	return o.keep("remove", wish)
}

func (o *Outbox) keep(action string, wish OutboxWish) (string, error) {
	wish.Action = action
	ids, err := o.Enqueue([]OutboxWish{wish})
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// Enqueue keeps several changes, all or none, and gives their ids. One with Until has two: that of its removal follows.
func (o *Outbox) Enqueue(wishes []OutboxWish) ([]string, error) {
	if wishes == nil {
		wishes = []OutboxWish{}
	}
	kept, err := acs.As[[]OutboxChange](o.outbox.List("seam_acs_outbox_enqueue", wishes))
	ids := make([]string, len(kept))
	for place := range kept {
		ids[place] = kept[place].Id
	}
	return ids, err
}

// Status says how the outbox stands.
func (o *Outbox) Status() (*OutboxStatus, error) {
	return acs.As[*OutboxStatus](o.outbox.Record("seam_acs_outbox_status"))
}

// List has the changes, or those in one state, in the order in which they were asked for.
func (o *Outbox) List(state string) ([]OutboxChange, error) {
	var filter map[string]string
	if state != "" {
		filter = map[string]string{"state": state}
	}
	return acs.As[[]OutboxChange](o.outbox.List("seam_acs_outbox_list", filter))
}

// Outcomes has the changes that have ended, behind the cursor of the last one that was read before or "", until they are
// acknowledged.
func (o *Outbox) Outcomes(cursor string) ([]OutboxChange, error) {
	return acs.As[[]OutboxChange](o.outbox.List("seam_acs_outbox_outcomes", cursor))
}

// Acknowledge forgets the outcomes up to a cursor.
func (o *Outbox) Acknowledge(cursor string) error {
	return o.outbox.Do("seam_acs_outbox_acknowledge", cursor)
}

// Retry asks again for a change that was refused or dropped, has expired or is in doubt; an addition is then good for so many
// seconds, 0 for as many as it was.
func (o *Outbox) Retry(id string, goodForS int) error {
	return o.outbox.Do("seam_acs_outbox_retry", id, uintptr(goodForS))
}

// Drop takes a change out. A removal takes force and a reason: without it a door may stay open.
func (o *Outbox) Drop(id, reason string, force bool) error {
	return o.outbox.Do("seam_acs_outbox_drop", id, reason, force)
}

// Deliver sends the changes until the context ends. Errors of the network do not end it.
func (o *Outbox) Deliver(ctx context.Context, client *Client) error {
	_, err := o.outbox.Deliver(ctx, client.client, nil)
	return err
}

// DeliverUntilEmpty sends the changes until nothing is left that time or the network could bring.
func (o *Outbox) DeliverUntilEmpty(ctx context.Context, client *Client) (*OutboxDelivery, error) {
	options := json.RawMessage(`{"until": "empty"}`)
	return acs.As[*OutboxDelivery](o.outbox.Deliver(ctx, client.client, options))
}

// Close lets the folder go; a delivery goes on. It may be called more than once and never fails.
func (o *Outbox) Close() error { return o.outbox.Close() }
