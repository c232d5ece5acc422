// Package acs has the calls of Seam's guide, with the names of Seam's own Go package, and what this library has beyond
// them. What Seam answers comes as its JSON, and As makes records of it.
package acs

import (
	"encoding/json"

	"github.com/seam-acs/seam-acs/ffi-c/runtimes/go/internal/native"
)

// Ok is the answer to a change: Seam has recorded it, and the access system follows. It prints as JSON.
type Ok struct {
	Ok bool `json:"ok"`
}

// String is the answer as JSON.
func (o *Ok) String() string {
	text, _ := json.Marshal(o)
	return string(text)
}

// Filter has parameters of Seam's API by name, such as "acs_system_id"; nil for none.
type Filter = map[string]any

// Options are those of a long call, by name; nil for the defaults.
type Options = map[string]any

// Plan is what Sync takes. It prints as a table, and is its own JSON, to be kept and read back later.
type Plan = native.Plan

// As makes Go values of what a call gave: As[AcsUser](client.Acs.Users.Get(ctx, request)), As[[]AcsUser] for a list.
func As[T any](found json.RawMessage, failed error) (T, error) { return as[T](found, failed) }

func as[T any](found json.RawMessage, failed error) (answer T, err error) {
	if failed != nil {
		return answer, failed
	}
	err = json.Unmarshal(found, &answer)
	return answer, err
}

func yesOrNo(found json.RawMessage, failed error) (bool, error) {
	answer, err := as[struct {
		IsMember bool `json:"is_member"`
	}](found, failed)
	return answer.IsMember, err
}
