// Package acs has the calls of Seam's guide, with the names of Seam's own Go package, and what this library has beyond
// them. Reads give records of what Seam describes, which keep its JSON.
package acs

import (
	"encoding/json"
	"fmt"

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

// As makes Go values of JSON that a call gave: As[[]*AcsUser](client.Acs.Memberships.WhoCanOpen(ctx, request)). Those that
// Seam's answer does not fit are an error with StatusUnexpectedResponse.
func As[T any](found json.RawMessage, failed error) (T, error) { return as[T](found, failed) }

func as[T any](found json.RawMessage, failed error) (answer T, err error) {
	if failed != nil {
		return answer, failed
	}
	if err := json.Unmarshal(found, &answer); err != nil {
		var none T
		return none, native.Refusal(native.StatusUnexpectedResponse, fmt.Sprintf("the answer is no %T: %v", none, err))
	}
	return answer, nil
}

func yesOrNo(found json.RawMessage, failed error) (bool, error) {
	answer, err := as[struct {
		IsMember bool `json:"is_member"`
	}](found, failed)
	return answer.IsMember, err
}
